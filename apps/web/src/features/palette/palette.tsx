"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { matching, type PaletteEntry } from "./palette-entries.ts";
import { usePaletteEntries } from "./use-palette-entries.ts";

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Pages, hosts, instances and what can be done with the present one, by typing a part of their names. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const entries = matching(usePaletteEntries(), text);
  const active = Math.min(at, Math.max(0, entries.length - 1));
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const choose = (entry: PaletteEntry | undefined) => {
    // It stays open on what is not possible: the reason is being read.
    if (entry === undefined || entry.blocked !== undefined) return;
    onClose();
    entry.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((active + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(entries[active]);
    }
  };
  return (
    <Dialog title={t("Go to or do")} quiet onClose={onClose}>
      <input
        // The box was opened to type into it.
        autoFocus
        role="combobox"
        aria-label={t("Go to or do")}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={entries.length === 0 ? undefined : `${id}-${active}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={t("A page, an instance, a host, or what to do")}
        className="h-8 w-full shrink-0 rounded-md border border-edge bg-bg px-2"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      {entries.length === 0 && <p className="px-2 text-dim">{t("Nothing has that in its name.")}</p>}
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t("Matches")}
        className="flex min-h-0 flex-col overflow-y-auto"
      >
        {entries.map((entry, index) => (
          <div
            key={entry.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            aria-disabled={entry.blocked !== undefined || undefined}
            className={clsx(
              "flex min-h-8 shrink-0 cursor-default items-center gap-3 rounded-sm px-2",
              index === active && "bg-selected",
            )}
            // The focus stays where one types.
            onMouseDown={(event) => event.preventDefault()}
            onPointerMove={() => setAt(index)}
            onClick={() => choose(entry)}
          >
            <span className={clsx("min-w-0 flex-1 truncate", entry.blocked !== undefined && "text-faint")}>
              {entry.label}
            </span>
            <span className="max-w-[60%] shrink-0 truncate text-small text-dim">
              {entry.blocked ?? entry.kind}
            </span>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
