"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import type { ClipboardEvent, Ref } from "react";
import { isPlain } from "./paste/paste-text.ts";

interface TerminalRegionProps {
  readonly instance: string;
  /** Where the terminal is drawn. */
  readonly frame: Ref<HTMLDivElement>;
  readonly isHidden: boolean;
  /** More was pasted than one short line: it is better looked at first. */
  readonly onPaste: (text: string) => void;
}

/** The part of the page that belongs to the guest's screen, and to the keyboard while it has the focus. */
export function TerminalRegion({ instance, frame, isHidden, onPaste }: TerminalRegionProps) {
  const t = useT();
  const take = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (isPlain(text)) return;
    event.preventDefault();
    event.stopPropagation();
    onPaste(text);
  };
  return (
    <div
      role="region"
      aria-label={t("Serial console of {instance}", { instance })}
      aria-description={t(
        "The keyboard belongs to the guest in here. Ctrl-Shift-E leaves to the buttons below, Ctrl-Shift-F searches.",
      )}
      data-keys="own"
      hidden={isHidden}
      className="min-h-0 flex-1 overflow-x-auto rounded-t-md bg-terminal p-2.5 has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-accent"
      onPasteCapture={take}
    >
      <div ref={frame} className="h-full w-fit min-w-full bg-terminal font-mono text-terminal-fg" />
    </div>
  );
}
