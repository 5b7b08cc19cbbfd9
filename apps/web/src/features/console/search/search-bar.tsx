"use client";

import { Button } from "#components/ui/button.tsx";
import { Checkbox, Input } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import type { Terminal } from "@xterm/xterm";
import { useEffect, useRef, useState } from "react";
import { useEscape } from "../use-escape.ts";
import { type BufferMatch, mostMatches } from "./buffer-matches.ts";
import { TerminalMarks } from "./terminal-marks.ts";

interface SearchBarProps {
  readonly terminal: Terminal;
  /** Searches what the guest wrote before, on its host. */
  readonly onSearchPast: (sought: { text: string; matchCase: boolean }) => void;
  readonly onClose: () => void;
}

const quiet = "h-7 px-2 text-small";
/** New output is searched so many milliseconds after it has come to rest. */
const restMs = 250;

/** Searches what this terminal holds. Enter goes to older matches, Shift-Enter to newer ones, Escape back to the guest. */
export default function SearchBar({ terminal, onSearchPast, onClose }: SearchBarProps) {
  const t = useT();
  const [text, setText] = useState("");
  const [matchCase, setMatchCase] = useState(false);
  const [found, setFound] = useState<{ matches: readonly BufferMatch[]; at: number }>({
    matches: [],
    at: -1,
  });
  const marks = useRef<TerminalMarks>(undefined);
  const form = useEscape<HTMLFormElement>(onClose);

  useEffect(() => {
    const own = new TerminalMarks(terminal);
    marks.current = own;
    return () => own[Symbol.dispose]();
  }, [terminal]);

  useEffect(() => {
    const look = (move: boolean) => {
      const matches = marks.current?.find({ text, matchCase }) ?? [];
      const newest = matches.at(-1);
      if (move && newest !== undefined) marks.current?.show(newest);
      // Output moves rows away; the place in the list stays as it was counted from the newest.
      setFound((before) => ({
        matches,
        at: move ? matches.length - 1 : matches.length - (before.matches.length - before.at),
      }));
    };
    look(true);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const output = terminal.onWriteParsed(() => {
      clearTimeout(timer);
      timer = setTimeout(() => look(false), restMs);
    });
    return () => {
      clearTimeout(timer);
      output.dispose();
    };
  }, [terminal, text, matchCase]);

  const { matches, at } = found;
  const step = (by: number) => {
    const next = (at + by + matches.length) % matches.length;
    const match = matches[next];
    if (match === undefined) return;
    marks.current?.show(match);
    setFound({ matches, at: next });
  };
  const none = matches.length === 0 ? t("Nothing was found.") : undefined;

  return (
    <form
      ref={form}
      role="search"
      aria-label={t("Search the terminal")}
      className="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1"
      onSubmit={(event) => {
        event.preventDefault();
        step(-1);
      }}
    >
      <div className="w-60 max-md:w-44">
        <Input
          aria-label={t("Find in the terminal")}
          placeholder={t("Find in the terminal")}
          autoFocus
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !event.shiftKey) return;
            event.preventDefault();
            step(1);
          }}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <span role="status" className="min-w-20 text-small text-dim">
        {text === "" ? "" : matchWords(matches.length, at, t)}
      </span>
      <Button look="quiet" className={quiet} blocked={none} onClick={() => step(-1)}>
        {t("Older")}
      </Button>
      <Button look="quiet" className={quiet} blocked={none} onClick={() => step(1)}>
        {t("Newer")}
      </Button>
      <Checkbox
        className="text-small"
        label={t("Match case")}
        checked={matchCase}
        onChange={(event) => setMatchCase(event.target.checked)}
      />
      <Button
        look="quiet"
        className={quiet}
        blocked={text === "" ? t("There is nothing to search for yet.") : undefined}
        onClick={() => onSearchPast({ text, matchCase })}
      >
        {t("Search all boots")}
      </Button>
      <Button look="quiet" className={`${quiet} ml-auto`} onClick={onClose}>
        {t("Close")}
      </Button>
    </form>
  );
}

function matchWords(matches: number, at: number, t: Translate): string {
  if (matches === 0) return t("not found");
  if (matches >= mostMatches) return t("{at} of {most} or more", { at: at + 1, most: mostMatches });
  return at < 0
    ? t.many(matches, "{n} match", "{n} matches")
    : t("{part} of {whole}", { part: at + 1, whole: matches });
}
