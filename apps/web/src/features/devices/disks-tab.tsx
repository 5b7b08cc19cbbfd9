"use client";

import { Loading } from "#components/empty-state.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense } from "react";

// Who looks at no disks never loads it.
const DisksView = lazy(() => import("./disks-view.tsx"));

/** Disks of an instance, its snapshots and its backups. */
export function DisksTab({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  return (
    <Suspense fallback={<Loading what={t("the disks")} />}>
      <DisksView instance={instance} />
    </Suspense>
  );
}
