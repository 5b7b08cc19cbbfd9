"use client";

import { Loading } from "#components/empty-state.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense } from "react";

// The terminal is most of the code of this UI; who opens no console never loads it.
const Console = lazy(async () => {
  const [module] = await Promise.all([
    import("./console-view.tsx"),
    // It measures letters once, when it opens.
    document.fonts.load('13px "Geist Mono"'),
  ]);
  return module;
});

/** The serial console of an instance. */
export function ConsoleTab({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  return (
    <Suspense fallback={<Loading what={t("the console")} />}>
      <Console instance={instance} />
    </Suspense>
  );
}
