"use client";

import { Loading } from "#components/empty-state.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense } from "react";

// Who looks at no past never loads it.
const HistoryView = lazy(() => import("./history-view.tsx"));

/** What was done with an instance, by whom, and how it ended. */
export function HistoryTab({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  return (
    <Suspense fallback={<Loading what={t("the history")} />}>
      <HistoryView instance={instance} />
    </Suspense>
  );
}
