"use client";

import { ChartPanel } from "#components/chart/chart-panel.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { byteSteps, type ChartSpec, decimalSteps } from "#components/chart/chart-spec.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { count, formatBytes, formatFineRate, formatMiB, formatShare } from "#lib/format.ts";
import { hourNote } from "#lib/hour-note.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useInstanceLastHour } from "#lib/use-last-hour.ts";
import type { InstanceLastHour, InstanceSummary } from "@gantry/kvm-core/model";

/** CPU, memory, disks and network of an instance over the last hour, under one pointer. */
export function UsageCharts({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const { data: hour, error } = useInstanceLastHour(instance.name);
  if (hour === undefined) {
    return error === null ? (
      <div aria-hidden className="min-h-[208px]" />
    ) : (
      <ErrorPanel title="The last hour could not be read" error={errorBodyOf(error)} />
    );
  }
  const note = hourNote(hour, t);
  const isCounted = hour.process.receivedBytes.some((bytes) => bytes !== null);
  const balloon = hour.disks.balloonBytes.at(-1) ?? null;
  const left =
    balloon === null || balloon === hour.memoryBytes ? "" : `, ${formatBytes(balloon)} left by the balloon`;
  return (
    <div className="grid gap-3 lg:grid-cols-2 2xl:grid-cols-4">
      <ChartPanel chart={cpuChart(hour)} group={group} note={`of ${count(hour.cpus, "vCPU")}, ${note}`} />
      <ChartPanel
        chart={memoryChart(hour)}
        group={group}
        note={`held by QEMU, ${formatMiB(instance.memoryMiB)} assigned${left}`}
      />
      <ChartPanel chart={diskChart(hour)} group={group} note={note} />
      <ChartPanel
        chart={networkChart(hour)}
        group={group}
        note={isCounted ? note : "not counted: there is no interface on a bridge, or not yet"}
      />
    </div>
  );
}

const group = "instance";

function cpuChart({ from, until, cpus, process }: InstanceLastHour): ChartSpec {
  return {
    ...{
      title: "CPU",
      from,
      until,
      at: process.at,
      kind: "mean",
      format: formatShare,
      top: 1,
      steps: decimalSteps,
    },
    lines: [
      { label: "CPU", values: process.cpus.map((busy) => (busy === null ? null : busy / Math.max(1, cpus))) },
    ],
  };
}

function memoryChart({ from, until, memoryBytes, process }: InstanceLastHour): ChartSpec {
  return {
    ...{
      title: "Memory",
      from,
      until,
      at: process.at,
      kind: "level",
      format: formatBytes,
      top: memoryBytes,
      steps: byteSteps,
    },
    lines: [{ label: "memory", values: process.residentBytes }],
  };
}

function diskChart({ from, until, disks }: InstanceLastHour): ChartSpec {
  return {
    ...{
      title: "Disk throughput",
      from,
      until,
      at: disks.at,
      kind: "mean",
      format: formatFineRate,
      top: 1024,
      steps: byteSteps,
    },
    lines: [
      { label: "read", values: disks.readBytes },
      { label: "written", values: disks.writtenBytes },
    ],
  };
}

function networkChart({ from, until, process }: InstanceLastHour): ChartSpec {
  return {
    ...{
      title: "Network throughput",
      from,
      until,
      at: process.at,
      kind: "mean",
      format: formatFineRate,
      top: 1024,
      steps: byteSteps,
    },
    lines: [
      { label: "received", values: process.receivedBytes },
      { label: "sent", values: process.sentBytes },
    ],
  };
}
