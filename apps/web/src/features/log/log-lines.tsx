"use client";

import { LineText } from "#components/line-text.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useEffect, useRef } from "react";
import type { LogLine } from "./kept-log.ts";

/** What is drawn at most; the search looks at all that was read. */
const mostLines = 2_000;
const mostCharacters = 4_000;

interface LogLinesProps {
  readonly label: string;
  readonly lines: readonly LogLine[];
  readonly sought: string;
  readonly isFollowed: boolean;
}

/** Lines as text of the page; what cannot be seen stands there by its code. One that is followed stays at its end. */
export function LogLines({ label, lines, sought, isFollowed }: LogLinesProps) {
  const t = useT();
  const list = useRef<HTMLOListElement>(null);
  const last = lines.at(-1)?.at;
  useEffect(() => {
    const { current } = list;
    if (isFollowed && current !== null) current.scrollTop = current.scrollHeight;
  }, [isFollowed, last]);
  const left = lines.length - mostLines;
  return (
    <>
      {left > 0 && (
        <p className="text-small text-dim">{t("The last {mostLines} of them are shown.", { mostLines })}</p>
      )}
      <ol
        ref={list}
        tabIndex={0}
        aria-label={label}
        className="max-h-[70dvh] min-h-0 overflow-auto rounded-md border border-line bg-panel py-1 font-mono text-small"
      >
        {lines.slice(-mostLines).map(({ at, text }) => (
          <li
            key={at}
            className="px-2.5 break-all whitespace-pre-wrap [contain-intrinsic-size:auto_18px] [content-visibility:auto]"
          >
            <LineText
              text={text.length > mostCharacters ? `${text.slice(0, mostCharacters)} …` : text}
              sought={{ text: sought, matchCase: false }}
            />
          </li>
        ))}
      </ol>
    </>
  );
}
