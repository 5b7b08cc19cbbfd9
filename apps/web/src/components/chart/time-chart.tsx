"use client";

import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { ChartSpec } from "./chart-spec.ts";

interface TimeChartProps {
  readonly chart: ChartSpec;
  /** What it shows, for those who cannot see it. */
  readonly label: string;
  /** Charts of one group show the same moment under the pointer. */
  readonly group: string;
  /** Told which row is under the pointer, if any. */
  readonly onPoint: (row: number | undefined) => void;
}

const height = 132;
const hourSeconds = 3600;
const leastSeconds = 120;

/** Lines over the last hour on a canvas, with units at the axis. Nothing in it moves but the data. */
export default function TimeChart({ chart, label, group, onPoint }: TimeChartProps) {
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const newest = useRef({ chart, onPoint });
  const shape = chart.lines.map((line) => line.label).join("\n");

  useEffect(() => {
    newest.current = { chart, onPoint };
  }, [chart, onPoint]);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const made = new uPlot(optionsOf({ newest, element, group, t }), dataOf(newest.current.chart), element);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    sizes.observe(element);
    // Colours are looked up at each drawing: another theme is another drawing.
    const redraw = () => made.redraw(false);
    const themes = new MutationObserver(redraw);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", redraw);
    return () => {
      sizes.disconnect();
      themes.disconnect();
      system.removeEventListener("change", redraw);
      made.destroy();
      plot.current = null;
    };
  }, [group, shape, t]);

  useEffect(() => plot.current?.setData(dataOf(chart)), [chart]);

  return (
    <div
      ref={frame}
      role="img"
      aria-label={label}
      className="relative h-[132px] w-full min-w-0 overflow-hidden"
    >
      {/* What the canvas takes its colours from. */}
      <span hidden data-colour="line" className="text-line" />
      <span hidden data-colour="dim" className="text-dim" />
      <span hidden data-colour="first" className="text-accent" />
      <span hidden data-colour="second" className="text-dim" />
    </div>
  );
}

function dataOf({ at, lines }: ChartSpec): uPlot.AlignedData {
  return [at.map((ms) => ms / 1000), ...lines.map(({ values }) => [...values])];
}

/** The last hour, or what was measured of it, but two minutes at least; in seconds. */
function spanOf({ from, until }: ChartSpec): [number, number] {
  const length = Math.min(hourSeconds, Math.max(leastSeconds, (until - from) / 1000));
  return [until / 1000 - length, until / 1000];
}

/** Read when something is drawn, not when the chart was made. */
interface Newest {
  readonly current: Pick<TimeChartProps, "chart" | "onPoint">;
}

interface Drawing {
  readonly newest: Newest;
  readonly element: HTMLElement;
  readonly group: string;
  readonly t: Translate;
}

function optionsOf({ newest, element, group, t }: Drawing): uPlot.Options {
  const colour = (name: string) => () => {
    const source = element.querySelector(`[data-colour="${name}"]`);
    return source === null ? "gray" : getComputedStyle(source).color;
  };
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: colour("dim"), font, ticks: { show: false } };
  const grid = { stroke: colour("line"), width: 1 };
  const { kind, steps, lines } = newest.current.chart;
  return {
    width: element.clientWidth,
    height,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: false, y: false },
      sync: { key: group, scales: ["x", null] },
    },
    scales: {
      x: { time: true, range: () => spanOf(newest.current.chart) },
      y: { range: (_plot, _least, most) => [0, Math.max(newest.current.chart.top, (most ?? 0) * 1.05)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 56,
        // Whole minutes, however little was measured.
        incrs: [60, 120, 300, 600, 900],
        grid: { show: false },
        values: (_plot, marks) =>
          marks.map((mark) => formatTime(new Date(mark * 1000).toISOString(), t).slice(0, -3)),
      },
      {
        ...axis,
        size: 68,
        space: 28,
        gap: 6,
        grid,
        incrs: [...steps],
        values: (_plot, marks) => marks.map((mark) => newest.current.chart.format(mark)),
      },
    ],
    series: [
      {},
      ...lines.map(({ label }, index) => ({
        label,
        stroke: colour(index === 0 ? "first" : "second"),
        // Not by colour alone.
        ...(index > 0 && { dash: [4, 3] }),
        width: 1.5,
        points: { show: false },
        ...(kind === "mean" && uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: -1 }) }),
      })),
    ],
    hooks: { setCursor: [(plot) => newest.current.onPoint(plot.cursor.idx ?? undefined)] },
  };
}
