"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { Fact, Facts, Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { useUrlState } from "#lib/url-state.tsx";
import { useRouter } from "next/navigation";
import { resultOf, samplesOf } from "./find-migration.ts";
import { MigrationCurves, type MigrationPlace, MigrationSteps } from "./migration-run.tsx";
import { outcomeWords, resultFigures } from "./migration-words.ts";

/** How it ended: moved, stayed, or needs a person; with what was measured. */
export function MigrationResultView({ operation, instance, target }: MigrationPlace) {
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
          <ErrorPanel
            title={
              operation.status === "cancelled"
                ? `Cancelled: ${instance.name} stays on ${operation.host}`
                : "Not moved"
            }
            error={operation.error}
          />
        )}
        {result !== undefined && operation.error === undefined && (
          <p role="status" className="text-figure font-medium">
            {outcomeWords(instance.name, result)}
          </p>
        )}
        {result !== undefined && (
          <Panel title="Measured">
            <Facts>
              {resultFigures(result).map(([label, value]) => (
                <Fact key={label} label={label}>
                  {value}
                </Fact>
              ))}
            </Facts>
          </Panel>
        )}
        <MigrationCurves samples={samplesOf(operation)} />
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => router.push(instanceHref(instance.name, "console"))}>Open console</Button>
          <Button onClick={() => set({ operation: undefined, target: undefined, step: undefined })}>
            Migrate again
          </Button>
        </div>
      </div>
    </div>
  );
}
