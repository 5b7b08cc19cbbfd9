"use client";

import { ChartPanel } from "#components/chart/chart-panel.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { byteSteps, type ChartSpec, decimalSteps } from "#components/chart/chart-spec.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { count, formatBytes, formatFineRate, formatShare } from "#lib/format.ts";
import { hourNote } from "#lib/hour-note.ts";
import { useHostLastHour } from "#lib/use-last-hour.ts";
import type { HostLastHour } from "@gantry/kvm-core/model";

const group = "host";

/** CPU, memory, load and network of a host over the last hour, under one pointer. */
export function HostCharts({ host }: { host: string }) {
  const { data: hour, error } = useHostLastHour(host);
  if (hour === undefined) {
    return error === null ? (
      <div aria-hidden className="min-h-[208px]" />
    ) : (
      <ErrorPanel title="The last hour could not be read" error={errorBodyOf(error)} />
    );
  }
  const note = hourNote(hour);
  return (
    <div className="grid gap-3 lg:grid-cols-2 2xl:grid-cols-4">
      <ChartPanel chart={cpuChart(hour)} group={group} note={`of ${count(hour.cpus, "CPU")}, ${note}`} />
      <ChartPanel
        chart={memoryChart(hour)}
        group={group}
        note={`in use, of ${formatBytes(hour.memoryBytes)}`}
      />
      <ChartPanel chart={loadChart(hour)} group={group} note={`of one minute, ${note}`} />
      <ChartPanel chart={networkChart(hour)} group={group} note={`own interfaces, ${note}`} />
    </div>
  );
}

/** As /proc/loadavg has it, with two digits. */
function formatLoad(load: number): string {
  return String(Math.round(load * 100) / 100);
}

function cpuChart({ from, until, at, cpus, cpusBusy }: HostLastHour): ChartSpec {
  const values = cpusBusy.map((busy) => (busy === null ? null : busy / Math.max(1, cpus)));
  return {
    ...{ title: "CPU", from, until, at, kind: "mean", format: formatShare, top: 1, steps: decimalSteps },
    lines: [{ label: "CPU", values }],
  };
}

function memoryChart({ from, until, at, memoryBytes, memoryUsedBytes }: HostLastHour): ChartSpec {
  return {
    ...{
      title: "Memory",
      from,
      until,
      at,
      kind: "level",
      format: formatBytes,
      top: memoryBytes,
      steps: byteSteps,
    },
    lines: [{ label: "memory", values: memoryUsedBytes }],
  };
}

function loadChart({ from, until, at, cpus, load }: HostLastHour): ChartSpec {
  return {
    ...{ title: "Load", from, until, at, kind: "level", format: formatLoad, top: cpus, steps: decimalSteps },
    lines: [{ label: "load", values: load }],
  };
}

function networkChart({ from, until, at, receivedBytes, sentBytes }: HostLastHour): ChartSpec {
  return {
    ...{
      title: "Network throughput",
      from,
      until,
      at,
      kind: "mean",
      format: formatFineRate,
      top: 1024,
      steps: byteSteps,
    },
    lines: [
      { label: "received", values: receivedBytes },
      { label: "sent", values: sentBytes },
    ],
  };
}
