"use client";

import { ProgressBar } from "#components/meter.tsx";
import { Panel } from "#components/panel.tsx";
import { Sparkline } from "#components/sparkline.tsx";
import { StepList } from "#components/step-list.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatBytes, formatRate } from "#lib/format.ts";
import { useCancelOperation } from "#lib/use-cancel-operation.ts";
import {
  type InstanceSummary,
  migrationSteps,
  type MigrationSample,
  type Operation,
} from "@gantry/kvm-core/model";
import { samplesOf } from "./find-migration.ts";
import { passBoundaries, stepTitles, transferWords } from "./migration-words.ts";

/** A migration and where it goes; `target` may still be unknown right after a reload. */
export interface MigrationPlace {
  readonly operation: Operation;
  readonly instance: InstanceSummary;
  readonly target: string | undefined;
}

/** A migration under way: its steps, what is left, and Cancel for as long as that is possible. */
export function MigrationRun({ operation, instance, target = "the target" }: MigrationPlace) {
  const cancel = useCancelOperation(operation);
  const samples = samplesOf(operation);
  const last = samples.at(-1);
  const source = operation.host;
  const words = last === undefined ? (operation.progress?.text ?? "Preparing") : transferWords(last);
  return (
    <div className="flex min-h-0 flex-col gap-3 lg:flex-row">
      <div className="lg:w-72 lg:shrink-0">
        <MigrationSteps operation={operation} instance={instance} target={target} />
      </div>
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <section className="flex flex-col gap-2 rounded-md border border-line px-3.5 py-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-figure font-medium">{words}</p>
            <Button blocked={cancel.blocked} busy={cancel.busy} onClick={cancel.run}>
              Cancel, keep on {source}
            </Button>
          </div>
          <ProgressBar share={operation.progress?.fraction ?? 0} text={words} />
        </section>
        <MigrationCurves samples={samples} />
        <p className="border-l-2 border-busy px-3 py-0.5">
          {operation.mayCancel ? (
            <>
              {instance.name} keeps running on <strong className="font-medium">{source}</strong>. Nothing is
              lost if this stops.
            </>
          ) : (
            <>The hosts are handing {instance.name} over. Neither may start it alone.</>
          )}
        </p>
      </div>
    </div>
  );
}

/** All steps, also those not yet reached, with the line behind which there is no way back. */
export function MigrationSteps({ operation, instance, target = "the target" }: MigrationPlace) {
  return (
    <StepList
      steps={migrationSteps.map(
        (name) => operation.steps.find((step) => step.name === name) ?? { name, status: "pending" },
      )}
      titles={stepTitles(instance.name, operation.host, target)}
      line={{ before: "commit", text: `until here: Cancel keeps it on ${operation.host}` }}
    />
  );
}

/** What is left, and what the guest writes against what the link carries. */
export function MigrationCurves({ samples }: { samples: readonly MigrationSample[] }) {
  const last = samples.at(-1);
  if (last === undefined) return null;
  const at = samples.map((sample) => sample.atMs);
  const marks = passBoundaries(samples);
  const left = formatBytes(last.remainingBytes);
  const rates = `${formatRate(last.bytesPerSecond)}, ${formatRate(last.dirtyBytesPerSecond)}`;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Panel title="Remaining" aside={<span>{left}</span>}>
        <Sparkline
          label={`Remaining memory over time, now ${left}`}
          at={at}
          marks={marks}
          curves={[{ tone: "busy", values: samples.map((sample) => sample.remainingBytes) }]}
        />
      </Panel>
      <Panel title="Link and dirty rate" aside={<span>{rates}</span>}>
        <Sparkline
          label={`Rate of the link and of the guest's writes, now ${rates}`}
          at={at}
          marks={marks}
          curves={[
            { tone: "busy", values: samples.map((sample) => sample.bytesPerSecond) },
            { tone: "paused", values: samples.map((sample) => sample.dirtyBytesPerSecond) },
          ]}
        />
      </Panel>
    </div>
  );
}
