"use client";

import { Panel } from "#components/panel.tsx";
import { Sparkline } from "#components/sparkline.tsx";
import { formatBytes, formatMiB, formatPercent, formatRate, formatTime } from "#lib/format.ts";
import type { InstanceDetail, InstanceFigures } from "@gantry/kvm-core/model";
import { useEffect, useState } from "react";
import { append, type Reading, readingsBetween } from "./readings.ts";

interface FiguresPanelsProps {
  readonly detail: InstanceDetail;
  readonly figures: InstanceFigures;
}

/** CPU, memory, disk and network as they are now, drawn since the page was opened. */
export function FiguresPanels({ detail, figures }: FiguresPanelsProps) {
  const [history, setHistory] = useState<readonly InstanceFigures[]>([figures]);
  useEffect(() => setHistory((old) => append(old, figures)), [figures]);
  const readings = readingsBetween(history);
  const last = readings.at(-1);
  const read = `read ${formatTime(figures.readAt)}`;
  return (
    <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
      <Figure
        title="CPU"
        value={last === undefined ? "measuring" : formatPercent(last.cpus / detail.cpus)}
        note={`of ${detail.cpus} vCPU, ${read}`}
        readings={readings}
        of={(reading) => [reading.cpus]}
      />
      <Figure
        title="Memory"
        value={formatBytes(figures.residentBytes)}
        note={`held by QEMU, ${formatMiB(detail.memoryMiB)} assigned`}
        readings={readings}
        of={(reading) => [reading.residentBytes]}
      />
      <Figure
        title="Disk"
        value={last === undefined ? "measuring" : formatRate(last.diskRead + last.diskWritten)}
        note={
          last === undefined
            ? read
            : `${formatRate(last.diskRead)} read, ${formatRate(last.diskWritten)} written`
        }
        readings={readings}
        of={(reading) => [reading.diskRead, reading.diskWritten]}
      />
      <Figure
        title="Network"
        value={last?.received === undefined ? "not counted" : formatRate(last.received + (last.sent ?? 0))}
        note={
          last?.received === undefined
            ? "user mode has no counters"
            : `${formatRate(last.received)} in, ${formatRate(last.sent ?? 0)} out`
        }
        readings={readings}
        of={(reading) => [reading.received ?? 0, reading.sent ?? 0]}
      />
    </div>
  );
}

interface FigureProps {
  readonly title: string;
  readonly value: string;
  readonly note: string;
  readonly readings: readonly Reading[];
  readonly of: (reading: Reading) => readonly number[];
}

function Figure({ title, value, note, readings, of }: FigureProps) {
  const curves = (["busy", "paused"] as const).flatMap((tone, index) => {
    const values = readings.flatMap((reading) => of(reading)[index] ?? []);
    return values.length === 0 ? [] : [{ tone, values }];
  });
  return (
    <Panel title={title} aside={<span className="font-medium">{value}</span>}>
      <Sparkline label={`${title}: ${value}`} at={readings.map((reading) => reading.at)} curves={curves} />
      <p className="text-small text-dim">{note}</p>
    </Panel>
  );
}
