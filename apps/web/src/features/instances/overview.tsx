"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { Loading } from "#components/empty-state.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { CommandLinePanel } from "./command-line-panel.tsx";
import { DisksPanel, NicsPanel } from "./devices-panels.tsx";
import { FiguresPanels } from "./figures-panels.tsx";
import { RunsAsPanel, SpecPanel } from "./facts-panels.tsx";

const figuresEveryMs = 3_000;

/** What an instance is, what it does now, and what QEMU is run as. */
export default function Overview({ instance }: { instance: InstanceSummary }) {
  const trpc = useTRPC();
  const hasProcess =
    instance.state !== "stopped" && instance.state !== "suspended" && instance.state !== "unknown";
  const detail = useQuery({
    ...trpc.instances.get.queryOptions({ instance: instance.name }),
    // States are pushed. Figures are read when somebody looks, and only then (not in a hidden tab).
    refetchInterval: hasProcess ? figuresEveryMs : false,
    enabled: instance.state !== "unknown",
  });

  return (
    <>
      {instance.reason !== undefined && <Reason instance={instance} reason={instance.reason} />}
      {detail.isError && (
        <ErrorPanel title="The details could not be read" error={errorBodyOf(detail.error)} />
      )}
      {detail.data === undefined ? (
        !detail.isError && instance.state !== "unknown" && <Loading what="details" />
      ) : (
        <>
          {hasProcess && detail.data.figures !== undefined && (
            <FiguresPanels
              key={detail.data.runtime?.incarnation ?? "none"}
              detail={detail.data}
              figures={detail.data.figures}
            />
          )}
          <div className="grid items-start gap-3 xl:grid-cols-2">
            <SpecPanel detail={detail.data} state={instance.state} />
            {detail.data.runtime !== undefined && <RunsAsPanel runtime={detail.data.runtime} />}
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
  return (
    <p className="border-l-2 border-line-strong px-3 py-0.5 break-words">
      {reason}
      {instance.state === "unknown" && ` Last known on ${instance.host}.`}
    </p>
  );
}
