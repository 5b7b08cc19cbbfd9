"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { DownloadButton } from "#components/download-button.tsx";
import { RepairLink } from "#components/repair-link.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useUrlState } from "#lib/url-state.tsx";
import { useRouter } from "next/navigation";
import type { MigrationResult } from "@gantry/kvm-core/model";
import { copySamplesOf, resultOf, samplesOf } from "./find-migration.ts";
import { MigrationCurves } from "./migration-curves.tsx";
import { type MigrationPlace, MigrationSteps } from "./migration-run.tsx";
import { outcomeWords, resultFigures } from "./migration-words.ts";

/** How it ended: moved, stayed, or needs a person; with what was measured. */
export function MigrationResultView({ operation, instance, target }: MigrationPlace) {
  const t = useT();
  const router = useRouter();
  const { set } = useUrlState();
  const result = resultOf(operation);
  const going = result?.target ?? target;
  return (
    <div className="flex min-h-0 flex-col gap-3 lg:flex-row">
      <div className="lg:w-72 lg:shrink-0">
        <MigrationSteps operation={operation} instance={instance} target={going} />
      </div>
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        {operation.error !== undefined && (
          <ErrorPanel title={endTitle(operation, instance.name, t)} error={operation.error}>
            {operation.status === "in-doubt" && <RepairLink instance={instance.name} />}
          </ErrorPanel>
        )}
        {operation.error === undefined && (
          <p role="status" className="text-figure font-medium">
            {result === undefined
              ? t("{name} has left {host}. It was not measured: the agent was restarted meanwhile.", {
                  name: instance.name,
                  host: operation.host,
                })
              : outcomeWords(instance.name, result, t)}
          </p>
        )}
        {result !== undefined && <Measured result={result} />}
        {result !== undefined && result.disks.length > 0 && result.outcome === "moved" && (
          <DiskFates result={result} />
        )}
        <MigrationCurves samples={samplesOf(operation)} copySamples={copySamplesOf(operation)} />
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => router.push(instanceHref(instance.name, "console"))}>
            {t("Open console")}
          </Button>
          <Button onClick={() => set({ operation: undefined, target: undefined, step: undefined })}>
            {t("Migrate again")}
          </Button>
          <DownloadButton
            label={t("Download as JSON")}
            name={`${operation.instance}-migration-${operation.id}.json`}
            content={() => JSON.stringify(operation, null, 2)}
          />
        </div>
      </div>
    </div>
  );
}

function endTitle({ status, host, error }: MigrationPlace["operation"], name: string, t: Translate): string {
  if (status === "cancelled") return t("Cancelled: {name} stays on {host}", { name, host });
  if (error?.code === "memory_lost") return t("The memory of {name} was lost", { name });
  return status === "in-doubt" ? t("Needs a person") : t("Not moved");
}

/** What was foretold beside what came. */
function Measured({ result }: { result: MigrationResult }) {
  const t = useT();
  const figures = resultFigures(result, t);
  const anyForetold = figures.some(({ foretold }) => foretold !== undefined);
  return (
    <Panel title={t("Measured")}>
      <table className="w-max max-w-full border-collapse">
        <thead className={anyForetold ? "text-left text-small text-dim" : "sr-only"}>
          <tr>
            <th scope="col" className="font-normal">
              <span className="sr-only">{t("Figure")}</span>
            </th>
            {anyForetold && (
              <th scope="col" className="pr-6 font-normal">
                {t("Foretold")}
              </th>
            )}
            <th scope="col" className="font-normal">
              {t("Measured")}
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ label, foretold = "", measured }) => (
            <tr key={label}>
              <th scope="row" className="py-0.5 pr-6 text-left font-normal text-dim">
                {label}
              </th>
              {anyForetold && <td className="pr-6 whitespace-nowrap text-dim tabular-nums">{foretold}</td>}
              <td className="tabular-nums">{measured}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** Where the disks are now, and what became of the files they were copied from. */
function DiskFates({ result: { disks, source } }: { result: MigrationResult }) {
  const t = useT();
  return (
    <Panel title={t("Disks")}>
      <ul className="flex flex-col gap-2">
        {disks.map(({ disk, sourceFile, targetFile, source: fate }) => (
          <li key={disk} className="min-w-0 break-words">
            {t.rich("{disk} is {file} now.", {
              disk: <strong className="font-medium">{disk}</strong>,
              file: <span className="font-mono text-small">{targetFile}</span>,
            })}{" "}
            {fate === "deleted"
              ? t("Its file on {source} was removed.", { source })
              : t.rich("On {source} {file} was kept; remove it when it is not needed any more.", {
                  source,
                  file: <span className="font-mono text-small">{sourceFile}</span>,
                })}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
