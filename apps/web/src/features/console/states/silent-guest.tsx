"use client";

import { CopyButton } from "#components/copy-button.tsx";
import { Select } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useState } from "react";
import { silentHints } from "./silent-hints.ts";

/** What makes a silent guest talk here, for the kind of guest that is chosen. */
export default function SilentGuest() {
  const t = useT();
  const [guest, setGuest] = useState(silentHints[0]?.guest.text);
  const hint = silentHints.find((one) => one.guest.text === guest);
  if (hint === undefined) return null;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t("Kind of guest")}
          className="max-w-48"
          value={guest}
          onChange={(event) => setGuest(event.target.value)}
        >
          {silentHints.map((one) => (
            <option key={one.guest.text} value={one.guest.text}>
              {t.of(one.guest)}
            </option>
          ))}
        </Select>
        <span className="min-w-0 text-small text-dim">{t.of(hint.note)}</span>
        <span className="ml-auto">
          <CopyButton text={hint.lines} label={t("Copy")} />
        </span>
      </div>
      <pre
        tabIndex={0}
        aria-label={t("Lines for {guest}", { guest: t.of(hint.guest) })}
        className="overflow-x-auto rounded-md border border-line bg-panel px-2.5 py-1.5 font-mono text-small"
      >
        {hint.lines}
      </pre>
    </div>
  );
}
