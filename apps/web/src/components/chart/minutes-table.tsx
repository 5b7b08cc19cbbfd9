import { useT } from "#lib/messages/messages-provider.tsx";
import type { ChartSpec } from "./chart-spec.ts";
import { minutesOf } from "./minutes.ts";

/** The numbers of a chart, a row for each minute. */
export function MinutesTable({ chart }: { chart: ChartSpec }) {
  const t = useT();
  const minutes = minutesOf(chart);
  if (minutes.length === 0)
    return <p className="h-[132px] text-dim">{t("Nothing is known of the last hour yet.")}</p>;
  return (
    <div
      // Scrolled with the keyboard too.
      tabIndex={0}
      role="region"
      aria-label={t("{title} by the minute", { title: chart.title })}
      className="h-[132px] overflow-y-auto"
    >
      <table className="w-full text-small">
        <thead>
          <tr className="text-left text-dim">
            <th scope="col" className="font-normal">
              {t("Minute")}
            </th>
            {chart.lines.map(({ label }) => (
              <th key={label} scope="col" className="text-right font-normal">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {minutes.map(({ at, means }) => (
            <tr key={at}>
              <th scope="row" className="text-left font-normal">
                {new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}
              </th>
              {means.map((value, index) => (
                <td key={chart.lines[index]?.label} className="text-right">
                  {value === null ? t("not known") : chart.format(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
