"use client";

import { ChartPanel } from "#components/chart/chart-panel.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { byteSteps, type ChartSpec, decimalSteps } from "#components/chart/chart-spec.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatBytes, formatFineRate, formatMiB, formatShare } from "#lib/format.ts";
import { hourNote } from "#lib/hour-note.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
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
      <ErrorPanel title={t("The last hour could not be read")} error={errorBodyOf(error)} />
    );
  }
  const note = hourNote(hour, t);
  const isCounted = hour.process.receivedBytes.some((bytes) => bytes !== null);
  const balloon = hour.disks.balloonBytes.at(-1) ?? null;
  const left =
    balloon === null || balloon === hour.memoryBytes
      ? ""
      : t(", {size} left by the balloon", { size: formatBytes(balloon, t) });
  return (
    <div className="grid gap-3 lg:grid-cols-2 2xl:grid-cols-4">
      <ChartPanel
        chart={cpuChart(hour, t)}
        group={group}
        note={t("of {count}, {note}", { count: t.many(hour.cpus, "{n} vCPU", "{n} vCPUs"), note })}
      />
      <ChartPanel
        chart={memoryChart(hour, t)}
        group={group}
        note={t("held by QEMU, {size} assigned{left}", {
          size: formatMiB(instance.memoryMiB, t),
          left,
        })}
      />
      <ChartPanel chart={diskChart(hour, t)} group={group} note={note} />
      <ChartPanel
        chart={networkChart(hour, t)}
        group={group}
        note={isCounted ? note : t("not counted: there is no interface on a bridge, or not yet")}
      />
    </div>
  );
}

const group = "instance";

function cpuChart({ from, until, cpus, process }: InstanceLastHour, t: Translate): ChartSpec {
  return {
    ...{
      title: t("CPU"),
      from,
      until,
      at: process.at,
      kind: "mean",
      format: (share) => formatShare(share, t),
      top: 1,
      steps: decimalSteps,
    },
    lines: [
      {
        label: t("CPU"),
        values: process.cpus.map((busy) => (busy === null ? null : busy / Math.max(1, cpus))),
      },
    ],
  };
}

function memoryChart({ from, until, memoryBytes, process }: InstanceLastHour, t: Translate): ChartSpec {
  return {
    ...{
      title: t("Memory"),
      from,
      until,
      at: process.at,
      kind: "level",
      format: (bytes) => formatBytes(bytes, t),
      top: memoryBytes,
      steps: byteSteps,
    },
    lines: [{ label: t("memory"), values: process.residentBytes }],
  };
}

function diskChart({ from, until, disks }: InstanceLastHour, t: Translate): ChartSpec {
  return {
    ...{
      title: t("Disk throughput"),
      from,
      until,
      at: disks.at,
      kind: "mean",
      format: (rate) => formatFineRate(rate, t),
      top: 1024,
      steps: byteSteps,
    },
    lines: [
      { label: t("read"), values: disks.readBytes },
      { label: t("written"), values: disks.writtenBytes },
    ],
  };
}

function networkChart({ from, until, process }: InstanceLastHour, t: Translate): ChartSpec {
  return {
    ...{
      title: t("Network throughput"),
      from,
      until,
      at: process.at,
      kind: "mean",
      format: (rate) => formatFineRate(rate, t),
      top: 1024,
      steps: byteSteps,
    },
    lines: [
      { label: t("received"), values: process.receivedBytes },
      { label: t("sent"), values: process.sentBytes },
    ],
  };
}
