"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense } from "react";
import { Loading } from "#components/empty-state.tsx";

// Who migrates nothing never loads it.
const MigrateView = lazy(() => import("./migrate-view.tsx"));

/** Moving an instance to another host. */
export function MigrateTab({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  return (
    <Suspense fallback={<Loading what={t("the migration")} />}>
      <MigrateView instance={instance} />
    </Suspense>
  );
}
