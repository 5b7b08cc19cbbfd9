import { useT } from "#lib/messages/messages-provider.tsx";
import type { ReactNode } from "react";

/** What stands where nothing is: one sentence, and the one useful button. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-3 p-8 text-center">
      <p className="font-medium">{title}</p>
      <div className="flex max-w-[52ch] flex-col items-center gap-3 text-dim">{children}</div>
    </div>
  );
}

/** What stands where something is on its way. */
export function Loading({ what }: { what: string }) {
  const t = useT();
  return (
    <div role="status" className="flex items-center gap-2 p-4 text-dim">
      <span aria-hidden className="arc size-3 rounded-full" />
      {t("Loading {what}", { what })}
    </div>
  );
}
