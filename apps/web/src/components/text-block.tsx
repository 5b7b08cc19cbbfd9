"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import { CopyButton } from "./copy-button.tsx";

/** Text as it is, with its name and a button that copies it: a command, a file. */
export function TextBlock({ label, text }: { label: string; text: string }) {
  const t = useT();
  return (
    <div className="min-w-0">
      <p className="flex items-center justify-between gap-2 text-small text-dim">
        {label}
        <CopyButton label={t("Copy")} text={text} />
      </p>
      <pre
        tabIndex={0}
        role="group"
        aria-label={label}
        className="max-h-48 overflow-auto rounded-md border border-line bg-panel p-2 font-mono text-small whitespace-pre-wrap break-all"
      >
        {text}
      </pre>
    </div>
  );
}
