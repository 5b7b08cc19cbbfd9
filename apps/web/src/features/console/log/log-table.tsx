"use client";

import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { clsx } from "clsx";
import { useEffect, useEffectEvent, useRef } from "react";
import type { LogLines } from "./log-lines.ts";
import { LineText } from "#components/line-text.tsx";
import { PlaceLink } from "./place-link.tsx";
import { rowHeight, useRowWindow } from "./use-row-window.ts";

interface LogTableProps {
  readonly label: string;
  readonly lines: LogLines;
  readonly boot: number;
  /** The line that the address names, from 1. */
  readonly line: number | undefined;
  readonly hasTimes: boolean;
  /** What is sought, to be marked in each line. */
  readonly sought: { readonly text: string; readonly matchCase: boolean };
  readonly isLoading: boolean;
}

/** A boot's lines as real text: to be selected, read aloud and searched. Only those in sight are drawn. */
export function LogTable(props: LogTableProps) {
  const t = useT();
  const { label, lines, boot, line, hasTimes, sought, isLoading } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last } = useRowWindow(scroller, lines.count);
  useScrollTo(scroller, { lines, line, isLoading });
  const digits = String(lines.count).length;
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="table"
      aria-label={label}
      aria-rowcount={lines.count}
      className="min-h-0 flex-1 overflow-auto rounded-md border border-line font-mono text-small"
      style={{ "--number": `${Math.max(4, digits + 2)}ch` }}
    >
      <div role="rowgroup" className="relative w-fit min-w-full" style={{ height: lines.count * rowHeight }}>
        <div className="absolute w-fit min-w-full" style={{ top: first * rowHeight }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset).map((index) => (
            <div
              key={index}
              role="row"
              aria-rowindex={index + 1}
              data-line={index + 1}
              className={clsx(
                "flex h-6 items-center whitespace-pre pr-3",
                line === index + 1 && "bg-selected shadow-[inset_2px_0_var(--accent)]",
              )}
            >
              <span
                role="rowheader"
                className="sticky left-0 w-(--number) shrink-0 bg-panel pr-2 text-right select-none"
              >
                <PlaceLink
                  place={{ boot, line: index + 1 }}
                  aria-label={t("Link to line {number}", { number: index + 1 })}
                  className="block min-w-6 leading-6 text-faint hover:text-fg hover:underline"
                >
                  {index + 1}
                </PlaceLink>
              </span>
              {hasTimes && (
                <span role="cell" className="shrink-0 pl-3 text-faint select-none">
                  {timeWords(lines.timeOf(index), t)}
                </span>
              )}
              <span role="cell" className="pl-3">
                <LineText {...lines.line(index)} sought={sought} />
              </span>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

interface ScrollOptions {
  readonly lines: LogLines;
  readonly line: number | undefined;
  readonly isLoading: boolean;
}

/**
 * Goes to the line that the address names as soon as it is here, or to the end when everything is; once for each. While
 * nobody has scrolled since, it stays in sight when the room for it changes.
 */
function useScrollTo(
  scroller: { readonly current: HTMLElement | null },
  { lines, line, isLoading }: ScrollOptions,
): void {
  const done = useRef<{ lines: LogLines; line: number | undefined; top: number }>(undefined);
  const place = useEffectEvent((element: HTMLElement) => {
    const row = line === undefined ? lines.count : Math.min(line, lines.count) - 1;
    element.scrollTop = row * rowHeight - element.clientHeight / 2;
    done.current = { lines, line, top: element.scrollTop };
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null || (done.current?.lines === lines && done.current.line === line)) return;
    if (line === undefined ? !isLoading : lines.count >= line || !isLoading) place(element);
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const resized = new ResizeObserver(() => {
      if (done.current !== undefined && Math.abs(element.scrollTop - done.current.top) < 2) place(element);
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, [scroller]);
}

const noTime = "            ";

function timeWords(at: number | undefined, t: Translate): string {
  if (at === undefined) return noTime;
  const milliseconds = String(Math.floor(at) % 1000).padStart(3, "0");
  return `${formatTime(new Date(at).toISOString(), t)}.${milliseconds}`;
}
