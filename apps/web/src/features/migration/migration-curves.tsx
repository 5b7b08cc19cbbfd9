import { Panel } from "#components/panel.tsx";
import { Sparkline } from "#components/sparkline.tsx";
import { formatBytes, formatDuration, formatRate } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { CopySample, MigrationSample } from "@gantry/kvm-core/model";
import { mostThrottled, passBoundaries } from "./migration-words.ts";

interface CurvesProps {
  readonly samples: readonly MigrationSample[];
  readonly copySamples: readonly CopySample[];
}

/** How the disks and the memory were copied, as curves, and the same in figures for those who cannot see them. */
export function MigrationCurves({ samples, copySamples }: CurvesProps) {
  return (
    <>
      <div className="grid gap-3 empty:hidden sm:grid-cols-2">
        {copySamples.length > 1 && <DiskCurves samples={copySamples} />}
        {samples.length > 0 && <MemoryCurves samples={samples} />}
      </div>
      {samples.length + copySamples.length > 0 && (
        <FiguresTable samples={samples} copySamples={copySamples} />
      )}
    </>
  );
}

function DiskCurves({ samples }: { samples: readonly CopySample[] }) {
  const t = useT();
  const last = samples.at(-1);
  if (last === undefined) return null;
  const at = samples.map(({ atMs }) => atMs);
  const left = samples.map(({ totalBytes, copiedBytes }) => Math.max(0, totalBytes - copiedBytes));
  const [nowLeft, rate] = [formatBytes(left.at(-1) ?? 0, t), formatRate(last.bytesPerSecond, t)];
  return (
    <>
      <Panel title={t("Disks remaining")} aside={<span className="whitespace-nowrap">{nowLeft}</span>}>
        <Sparkline
          label={t("Remaining bytes of the disks over time, now {nowLeft}", { nowLeft })}
          at={at}
          curves={[{ tone: "busy", values: left }]}
        />
      </Panel>
      <Panel title={t("Disk throughput")} aside={<span className="whitespace-nowrap">{rate}</span>}>
        <Sparkline
          label={t("Rate of the disks' copy, now {rate}", { rate })}
          at={at}
          curves={[{ tone: "busy", values: samples.map(({ bytesPerSecond }) => bytesPerSecond) }]}
        />
      </Panel>
    </>
  );
}

/** What is left, what the guest writes against what the link carries, and how much it is slowed down. */
function MemoryCurves({ samples }: { samples: readonly MigrationSample[] }) {
  const t = useT();
  const last = samples.at(-1);
  if (last === undefined) return null;
  const at = samples.map((sample) => sample.atMs);
  const marks = passBoundaries(samples);
  const left = formatBytes(last.remainingBytes, t);
  const rates = `${formatRate(last.bytesPerSecond, t)}, ${formatRate(last.dirtyBytesPerSecond, t)}`;
  const throttle = samples.map(({ throttlePercent = 0 }) => throttlePercent);
  return (
    <>
      <Panel title={t("Memory remaining")} aside={<span className="whitespace-nowrap">{left}</span>}>
        <Sparkline
          label={t("Remaining memory over time, now {left}", { left })}
          at={at}
          marks={marks}
          curves={[{ tone: "busy", values: samples.map((sample) => sample.remainingBytes) }]}
        />
      </Panel>
      <Panel title={t("Link and dirty rate")} aside={<span className="whitespace-nowrap">{rates}</span>}>
        <Sparkline
          label={t("Rate of the link and of the guest's writes, now {rates}", { rates })}
          at={at}
          marks={marks}
          curves={[
            { tone: "busy", values: samples.map((sample) => sample.bytesPerSecond) },
            { tone: "paused", values: samples.map((sample) => sample.dirtyBytesPerSecond) },
          ]}
        />
      </Panel>
      {mostThrottled(samples) > 0 && (
        <Panel
          title={t("Processors slowed down")}
          aside={<span className="whitespace-nowrap">{throttle.at(-1)} %</span>}
        >
          <Sparkline
            label={t("How much the guest's processors are slowed down, now {share} %", {
              share: throttle.at(-1) ?? 0,
            })}
            at={at}
            marks={marks}
            curves={[{ tone: "paused", values: throttle }]}
          />
        </Panel>
      )}
    </>
  );
}

/** A dozen lines, evenly spread: as many as one wants to hear. */
const mostRows = 12;

function FiguresTable({ samples, copySamples }: CurvesProps) {
  const t = useT();
  return (
    <details className="text-small">
      <summary className="cursor-pointer text-dim">{t("The same in figures")}</summary>
      <div className="overflow-x-auto">
        <table className="mt-1 w-full border-collapse tabular-nums">
          <thead className="text-left text-dim">
            <tr>
              {[t("After"), t("What"), t("Left"), t("Link"), t("Guest writes")].map((heading) => (
                <th key={heading} scope="col" className="py-1 pr-4 font-normal whitespace-nowrap">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {spread(copySamples).map((sample) => (
              <Row
                key={`disks ${sample.atMs}`}
                cells={[
                  formatDuration(sample.atMs, t),
                  t("disks"),
                  formatBytes(Math.max(0, sample.totalBytes - sample.copiedBytes), t),
                  formatRate(sample.bytesPerSecond, t),
                  "",
                ]}
              />
            ))}
            {spread(samples).map((sample) => (
              <Row
                key={`memory ${sample.atMs}`}
                cells={[
                  formatDuration(sample.atMs, t),
                  t("pass {pass}", { pass: Math.max(1, sample.pass) }),
                  formatBytes(sample.remainingBytes, t),
                  formatRate(sample.bytesPerSecond, t),
                  sample.pass < 2 ? "" : formatRate(sample.dirtyBytesPerSecond, t),
                ]}
              />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Row({ cells }: { cells: readonly [string, ...string[]] }) {
  const [first, ...rest] = cells;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1 pr-4 text-left font-normal whitespace-nowrap">
        {first}
      </th>
      {rest.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change their order
        <td key={index} className="py-1 pr-4 whitespace-nowrap">
          {cell}
        </td>
      ))}
    </tr>
  );
}

/** At most {@link mostRows} of them, the first and the last among these. */
function spread<Sample>(samples: readonly Sample[]): readonly Sample[] {
  if (samples.length <= mostRows) return samples;
  return Array.from(
    { length: mostRows },
    (_, index) => samples[Math.round((index * (samples.length - 1)) / (mostRows - 1))],
  ).filter((sample) => sample !== undefined);
}
