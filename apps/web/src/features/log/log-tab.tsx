"use client";

import { Loading } from "#components/empty-state.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense } from "react";

// Who reads no log never loads it.
const LogView = lazy(() => import("./log-view.tsx"));

/** What is written down of an instance's QEMU. */
export function LogTab({ instance }: { instance: InstanceSummary }) {
  return (
    <Suspense fallback={<Loading what="the log" />}>
      <LogView instance={instance} />
    </Suspense>
  );
}
