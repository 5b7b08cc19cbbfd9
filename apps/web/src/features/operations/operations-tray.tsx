"use client";

import { Loading } from "#components/empty-state.tsx";
import { StatusDot, toneOfOperation } from "#components/status-badge.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { operationLine } from "#lib/operation-words.ts";
import { useOperations } from "#lib/use-live.ts";
import { useNotices } from "#lib/notices.tsx";
import { lazy, Suspense, useEffect, useState } from "react";

const TrayList = lazy(() => import("./tray-list.tsx"));
const Notices = lazy(() => import("./notices-list.tsx"));

/** Along the bottom of every page: the newest operation in one line, the last few when opened, and what was refused. */
export function OperationsTray() {
  const t = useT();
  const operations = useOperations();
  const hasNotices = useNotices().notices.length > 0;
  const [isOpen, setOpen] = useState(false);
  const newest = operations?.[0];
  const today = operations?.filter((one) => isToday(one.createdAt)).length ?? 0;
  useToggleKey(() => setOpen((open) => !open));

  return (
    <footer className="flex min-h-0 min-w-0 flex-col border-t border-line bg-panel text-small text-dim [grid-area:tray]">
      {hasNotices && (
        <Suspense>
          <Notices />
        </Suspense>
      )}
      {isOpen && (
        <div
          id="operations-tray"
          className="max-h-[45dvh] overflow-y-auto border-b border-line bg-bg text-body text-fg"
        >
          <Suspense fallback={<Loading what={t("operations")} />}>
            <TrayList operations={operations ?? []} />
          </Suspense>
        </div>
      )}
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? "operations-tray" : undefined}
        aria-keyshortcuts="o"
        className="flex h-8 w-full items-center gap-2.5 px-3.5 text-left -outline-offset-2 hover:bg-hover"
        onClick={() => setOpen(!isOpen)}
      >
        {newest !== undefined && <StatusDot tone={toneOfOperation(newest.status)} />}
        <span className="min-w-0 flex-1 truncate">
          <span className="sr-only">{t("Operations:")} </span>
          {newest === undefined ? t("No operations yet") : operationLine(newest, t)}
        </span>
        <span className="shrink-0 max-md:hidden">
          {t.many(today, "{n} operation today", "{n} operations today")}
        </span>
        <kbd
          aria-hidden
          className="rounded-sm border border-line-strong px-1 text-tiny leading-[14px] max-md:hidden"
        >
          o
        </kbd>
      </button>
      <p role="status" className="sr-only">
        {newest === undefined ? "" : operationLine(newest, t)}
      </p>
    </footer>
  );
}

function useToggleKey(toggle: () => void): void {
  useEffect(() => {
    const listening = new AbortController();
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key !== "o" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        target instanceof HTMLElement &&
        target.closest("input, textarea, select, [data-keys=own], [role=menu]")
      )
        return;
      toggle();
    };
    document.addEventListener("keydown", press, { signal: listening.signal });
    return () => listening.abort();
  });
}

function isToday(at: string): boolean {
  return new Date(at).toDateString() === new Date().toDateString();
}
