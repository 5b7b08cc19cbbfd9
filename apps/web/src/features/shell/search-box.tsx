"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import { useEffect, useRef } from "react";

interface SearchBoxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onEnter: () => void;
}

/** Narrows the tree below it; `/` reaches it from anywhere, Enter opens the first hit, Escape leaves. */
export function SearchBox({ value, onChange, onEnter }: SearchBoxProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listening = new AbortController();
    const focusOnSlash = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        target instanceof HTMLElement &&
        target.closest("input, textarea, select, [contenteditable], [data-keys=own]")
      )
        return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", focusOnSlash, { signal: listening.signal });
    return () => listening.abort();
  }, []);
  return (
    <div className="relative flex shrink-0">
      <input
        ref={input}
        type="search"
        aria-label={t("Search hosts and instances")}
        aria-keyshortcuts="/"
        placeholder={t("Search")}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onEnter();
          if (event.key === "Escape") {
            onChange("");
            event.currentTarget.blur();
          }
        }}
        className="peer h-7 w-full min-w-0 rounded-md border border-edge bg-bg px-2 [&::-webkit-search-cancel-button]:hidden"
      />
      <kbd
        aria-hidden
        className="pointer-events-none absolute top-1.5 right-1.5 rounded-sm border border-line-strong px-1 text-tiny leading-[14px] text-dim peer-focus:hidden max-md:hidden"
      >
        /
      </kbd>
    </div>
  );
}
