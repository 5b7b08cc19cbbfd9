"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useNotices } from "#lib/notices.tsx";

/** Calls that were refused. Each stays until somebody has read and dismissed it. */
export default function Notices() {
  const t = useT();
  const { notices, dismiss } = useNotices();
  return (
    <ul
      aria-label={t("Refused")}
      className="flex max-h-[40dvh] flex-col gap-2 overflow-y-auto border-b border-line p-2 text-body text-fg"
    >
      {notices.map(({ title, error }) => (
        <li key={title}>
          <ErrorPanel title={t("{title}: refused", { title })} error={error}>
            <Button className="ml-auto h-6 text-small" onClick={() => dismiss(title)}>
              {t("Dismiss")}
            </Button>
          </ErrorPanel>
        </li>
      ))}
    </ul>
  );
}
