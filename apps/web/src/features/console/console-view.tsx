"use client";

import { useTRPC } from "#lib/agent-client.ts";
import { useUrlState } from "#lib/url-state.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { ConsoleFrame } from "./console-frame.tsx";

const mostPorts = 4;
const MissingPort = lazy(() => import("./states/missing-port.tsx"));

/** The console of the serial port that the address names. An instance without one is offered one. */
export default function ConsoleView({ instance }: { instance: InstanceSummary }) {
  const trpc = useTRPC();
  const { get } = useUrlState();
  // The terminal does not wait for it: nearly every instance has a port.
  const { data: detail } = useQuery(trpc.instances.get.queryOptions({ instance: instance.name }));
  const ports = detail?.spec.serial.length ?? 1;
  const named = Number(get("port") ?? 0);
  const port =
    Number.isInteger(named) && named > 0 && named < (detail === undefined ? mostPorts : ports) ? named : 0;
  if (detail !== undefined && ports === 0) {
    return (
      <Suspense>
        <MissingPort instance={instance} spec={detail.spec} revision={detail.revision} />
      </Suspense>
    );
  }
  return <ConsoleFrame key={port} instance={instance} port={port} ports={ports} />;
}
