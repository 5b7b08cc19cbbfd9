"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { Loading } from "#components/empty-state.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { CommandLinePanel } from "./command-line-panel.tsx";
import { DisksPanel, NicsPanel } from "./devices-panels.tsx";
import { RunsAsPanel, SpecPanel } from "./facts-panels.tsx";
import { UsageCharts } from "./usage-charts.tsx";

/** Of the disks and interfaces; the charts have an hour of their own. */
const countersEveryMs = 10_000;

/** What an instance is, what it does now, and what QEMU is run as. */
export default function Overview({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const trpc = useTRPC();
  const hasProcess =
    instance.state !== "stopped" && instance.state !== "suspended" && instance.state !== "unknown";
  const detail = useQuery({
    ...trpc.instances.get.queryOptions({ instance: instance.name }),
    // States are pushed. Counters are read when somebody looks, and only then (not in a hidden tab).
    refetchInterval: hasProcess ? countersEveryMs : false,
    enabled: instance.state !== "unknown",
  });

  return (
    <>
      {instance.reason !== undefined && <Reason instance={instance} reason={instance.reason} />}
      {detail.isError && (
        <ErrorPanel title={t("The details could not be read")} error={errorBodyOf(detail.error)} />
      )}
      {detail.data === undefined ? (
        !detail.isError && instance.state !== "unknown" && <Loading what={t("details")} />
      ) : (
        <>
          {instance.state !== "unknown" && <UsageCharts key={instance.uuid} instance={instance} />}
          <div className="grid items-start gap-3 xl:grid-cols-2">
            <SpecPanel detail={detail.data} state={instance.state} />
            {detail.data.runtime !== undefined && (
              <RunsAsPanel name={instance.name} runtime={detail.data.runtime} />
            )}
            <DisksPanel detail={detail.data} />
            <NicsPanel detail={detail.data} />
          </div>
          <CommandLinePanel name={instance.name} state={instance.state} />
        </>
      )}
    </>
  );
}

function Reason({ instance, reason }: { instance: InstanceSummary; reason: string }) {
  const t = useT();
  return (
    <p className="border-l-2 border-line-strong px-3 py-0.5 break-words">
      {reason}
      {instance.state === "unknown" && ` ${t("Last known on {host}.", { host: instance.host })}`}
    </p>
  );
}
