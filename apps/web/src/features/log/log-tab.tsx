"use client";

import { Loading } from "#components/empty-state.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense } from "react";

// Who reads no log never loads it.
const LogView = lazy(() => import("./log-view.tsx"));

/** What is written down of an instance's QEMU. */
export function LogTab({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  return (
    <Suspense fallback={<Loading what={t("the log")} />}>
      <LogView instance={instance} />
    </Suspense>
  );
}
