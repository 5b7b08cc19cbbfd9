"use client";

import { StatusBadge } from "#components/status-badge.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useRecordings } from "./use-recordings.ts";

/** Says that what is shown here is being recorded, and above all whether what is typed is. */
export function RecordingNote(where: { readonly instance: string; readonly port: number }) {
  const t = useT();
  const { recordings = [] } = useRecordings(where);
  const running = recordings.filter(({ endedAt }) => endedAt === undefined);
  if (running.length === 0) return null;
  const names = running.map(({ name }) => name).join(", ");
  const keys = running.some(({ withInput }) => withInput) ? `, ${t("with keystrokes")}` : "";
  return (
    <span role="status" className="min-w-0 max-w-72">
      <StatusBadge tone="busy" word={t("recording {names}{keys}", { names, keys })} />
    </span>
  );
}
