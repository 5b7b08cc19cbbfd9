"use client";

import { ChartPanel } from "#components/chart/chart-panel.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { byteSteps, type ChartSpec, decimalSteps } from "#components/chart/chart-spec.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatBytes, formatFineRate, formatShare } from "#lib/format.ts";
import { hourNote } from "#lib/hour-note.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useHostLastHour } from "#lib/use-last-hour.ts";
import type { HostLastHour } from "@gantry/kvm-core/model";

const group = "host";

/** CPU, memory, load and network of a host over the last hour, under one pointer. */
export function HostCharts({ host }: { host: string }) {
  const t = useT();
  const { data: hour, error } = useHostLastHour(host);
  if (hour === undefined) {
    return error === null ? (
      <div aria-hidden className="min-h-[208px]" />
    ) : (
      <ErrorPanel title={t("The last hour could not be read")} error={errorBodyOf(error)} />
    );
  }
  const note = hourNote(hour, t);
  return (
    <div className="grid gap-3 lg:grid-cols-2 2xl:grid-cols-4">
      <ChartPanel
        chart={cpuChart(hour, t)}
        group={group}
        note={t("of {count}, {note}", { count: t.many(hour.cpus, "{n} CPU", "{n} CPUs"), note })}
      />
      <ChartPanel
        chart={memoryChart(hour, t)}
        group={group}
        note={t("in use, of {size}", { size: formatBytes(hour.memoryBytes, t) })}
      />
      <ChartPanel chart={loadChart(hour, t)} group={group} note={t("of one minute, {note}", { note })} />
      <ChartPanel chart={networkChart(hour, t)} group={group} note={t("own interfaces, {note}", { note })} />
    </div>
  );
}

function cpuChart({ from, until, at, cpus, cpusBusy }: HostLastHour, t: Translate): ChartSpec {
  const values = cpusBusy.map((busy) => (busy === null ? null : busy / Math.max(1, cpus)));
  return {
    ...{
      title: t("CPU"),
      from,
      until,
      at,
      kind: "mean",
      format: (share) => formatShare(share, t),
      top: 1,
      steps: decimalSteps,
    },
    lines: [{ label: t("CPU"), values }],
  };
}

function memoryChart(
  { from, until, at, memoryBytes, memoryUsedBytes }: HostLastHour,
  t: Translate,
): ChartSpec {
  return {
    ...{
      title: t("Memory"),
      from,
      until,
      at,
      kind: "level",
      format: (bytes) => formatBytes(bytes, t),
      top: memoryBytes,
      steps: byteSteps,
    },
    lines: [{ label: t("memory"), values: memoryUsedBytes }],
  };
}

function loadChart({ from, until, at, cpus, load }: HostLastHour, t: Translate): ChartSpec {
  return {
    ...{
      title: t("Load"),
      from,
      until,
      at,
      kind: "level",
      format: t.number,
      top: cpus,
      steps: decimalSteps,
    },
    lines: [{ label: t("load"), values: load }],
  };
}

function networkChart({ from, until, at, receivedBytes, sentBytes }: HostLastHour, t: Translate): ChartSpec {
  return {
    ...{
      title: t("Network throughput"),
      from,
      until,
      at,
      kind: "mean",
      format: (rate) => formatFineRate(rate, t),
      top: 1024,
      steps: byteSteps,
    },
    lines: [
      { label: t("received"), values: receivedBytes },
      { label: t("sent"), values: sentBytes },
    ],
  };
}
