/** One curve: values in drawing order, and the colour of its state. */
export interface Curve {
  readonly values: readonly number[];
  readonly tone: "busy" | "paused" | "dim";
}

interface SparklineProps {
  /** What it shows, for those who cannot see it. */
  readonly label: string;
  /** Positions on the x axis, ascending, in any unit. */
  readonly at: readonly number[];
  readonly curves: readonly Curve[];
  /** Places on the x axis that get a dashed line. */
  readonly marks?: readonly number[];
}

const width = 300;
const height = 96;
const strokes = { busy: "stroke-busy", paused: "stroke-paused", dim: "stroke-dim" } as const;

/** Curves over a common x axis, from zero to the largest value of all. The figures stand beside it in words. */
export function Sparkline({ label, at, curves, marks = [] }: SparklineProps) {
  const from = at[0] ?? 0;
  const span = Math.max(1, (at.at(-1) ?? 1) - from);
  const top = Math.max(1, ...curves.flatMap((curve) => curve.values));
  const x = (position: number) => ((position - from) / span) * width;
  const y = (value: number) => height - 2 - (value / top) * (height - 6);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-16 w-full border-b border-line"
    >
      {marks.map((mark) => (
        <path
          key={mark}
          d={`M${x(mark).toFixed(1)} 0V${height}`}
          className="stroke-line-strong"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {curves.map(({ tone, values }) => (
        <path
          key={tone}
          fill="none"
          strokeWidth={1.5}
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
          className={strokes[tone]}
          d={values
            .map((value, i) => `${i === 0 ? "M" : "L"}${x(at[i] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`)
            .join("")}
        />
      ))}
    </svg>
  );
}
