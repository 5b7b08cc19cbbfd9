"use client";

import { Panel } from "#components/panel.tsx";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { lazy, Suspense, useState } from "react";
import type { ChartSpec } from "./chart-spec.ts";
import { MinutesTable } from "./minutes-table.tsx";
import { extremesOf } from "./minutes.ts";

// The library that draws is fetched with the first chart; no other page has it.
const TimeChart = lazy(() => import("./time-chart.tsx"));

interface ChartPanelProps {
  readonly chart: ChartSpec;
  readonly group: string;
  /** A sentence under the chart. */
  readonly note: string;
}

/** A chart of the last hour: the figure of now, or of the time under the pointer; and the same as a table. */
export function ChartPanel({ chart, group, note }: ChartPanelProps) {
  const t = useT();
  const [row, setRow] = useState<number>();
  const [showsTable, setShowsTable] = useState(false);
  const time = row === undefined ? undefined : chart.at[row];
  return (
    <Panel title={chart.title} aside={<Figures chart={chart} row={time === undefined ? undefined : row} />}>
      {showsTable ? (
        <MinutesTable chart={chart} />
      ) : (
        <Suspense fallback={<div className="h-[132px]" />}>
          <TimeChart chart={chart} label={labelOf(chart, t)} group={group} onPoint={setRow} />
        </Suspense>
      )}
      <div className="flex items-baseline justify-between gap-3 text-small text-dim">
        <p>
          {time === undefined ? note : t("At {time}", { time: formatTime(new Date(time).toISOString(), t) })}
        </p>
        <button
          type="button"
          aria-pressed={showsTable}
          aria-label={t("{title} as a table", { title: chart.title })}
          className="shrink-0 rounded-sm px-1 hover:bg-hover hover:text-fg aria-pressed:bg-selected aria-pressed:text-fg"
          onClick={() => setShowsTable((shown) => !shown)}
        >
          {t("Table")}
        </button>
      </div>
    </Panel>
  );
}

/** The values of one row, or the newest. */
function Figures({ chart, row }: { chart: ChartSpec; row: number | undefined }) {
  const t = useT();
  return (
    <span className="flex flex-wrap justify-end gap-x-3 font-medium">
      {chart.lines.map(({ label, values }, index) => {
        const value = (row === undefined ? values.at(-1) : values[row]) ?? null;
        return (
          <span key={label} className="inline-flex items-center gap-1.5">
            {chart.lines.length > 1 && (
              <svg aria-hidden viewBox="0 0 14 2" className="h-0.5 w-3.5">
                <path
                  d="M0 1H14"
                  strokeWidth={2}
                  strokeDasharray={index === 0 ? undefined : "4 3"}
                  className={index === 0 ? "stroke-accent" : "stroke-dim"}
                />
              </svg>
            )}
            {value === null ? t("not known") : chart.format(value)}
            {chart.lines.length > 1 && <span className="font-normal text-dim">{label}</span>}
          </span>
        );
      })}
    </span>
  );
}

function labelOf({ title, lines, format }: ChartSpec, t: Translate): string {
  const parts = lines.map(({ label, values }) => {
    const { last, highest } = extremesOf(values);
    const now = last === null ? t("not known now") : t("{value} now", { value: format(last) });
    return highest === null
      ? t("{label} {now}", { label, now })
      : t("{label} {now}, at most {highest}", { label, now, highest: format(highest) });
  });
  return t("{title} in the last hour: {parts}", { title, parts: parts.join("; ") });
}
