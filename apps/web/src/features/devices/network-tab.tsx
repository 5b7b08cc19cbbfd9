"use client";

import { Loading } from "#components/empty-state.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense } from "react";

// Who looks at no interfaces never loads it.
const NetworkView = lazy(() => import("./network-view.tsx"));

/** Network interfaces of an instance. */
export function NetworkTab({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  return (
    <Suspense fallback={<Loading what={t("the interfaces")} />}>
      <NetworkView instance={instance} />
    </Suspense>
  );
}
