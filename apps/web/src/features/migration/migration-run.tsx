"use client";

import { ProgressBar } from "#components/meter.tsx";
import { StepList } from "#components/step-list.tsx";
import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useCancelOperation } from "#lib/use-cancel-operation.ts";
import { type InstanceSummary, migrationSteps, type Operation } from "@gantry/kvm-core/model";
import { copySamplesOf, samplesOf } from "./find-migration.ts";
import { MigrationCurves } from "./migration-curves.tsx";
import { copyWords, stepTitles, transferWords } from "./migration-words.ts";

/** A migration and where it goes; `target` may still be unknown right after a reload. */
export interface MigrationPlace {
  readonly operation: Operation;
  readonly instance: InstanceSummary;
  readonly target: string | undefined;
}

/** A migration under way: its steps, what is left, and Cancel for as long as that is possible. */
export function MigrationRun({ operation, instance, target: known }: MigrationPlace) {
  const t = useT();
  const target = known ?? t("the target");
  const cancel = useCancelOperation(operation);
  const samples = samplesOf(operation);
  const copySamples = copySamplesOf(operation);
  const [last, lastCopied] = [samples.at(-1), copySamples.at(-1)];
  const source = operation.host;
  const words =
    (last && transferWords(last, t)) ??
    (lastCopied && copyWords(lastCopied, t)) ??
    operation.progress?.text ??
    t("Preparing");
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
              {t("Cancel, keep on {source}", { source })}
            </Button>
          </div>
          <ProgressBar share={operation.progress?.fraction ?? 0} text={words} />
        </section>
        <MigrationCurves samples={samples} copySamples={copySamples} />
        <p className="border-l-2 border-busy px-3 py-0.5">
          {operation.mayCancel
            ? t.rich("{name} keeps running on {source}. Nothing is lost if this stops.", {
                name: instance.name,
                source: <strong className="font-medium">{source}</strong>,
              })
            : t("The hosts are handing {name} over. Neither may start it alone.", { name: instance.name })}
        </p>
      </div>
    </div>
  );
}

/** All steps, also those not yet reached, with the line behind which there is no way back. */
export function MigrationSteps({ operation, instance, target: known }: MigrationPlace) {
  const t = useT();
  const target = known ?? t("the target");
  return (
    <StepList
      steps={migrationSteps.map(
        (name) => operation.steps.find((step) => step.name === name) ?? { name, status: "pending" },
      )}
      titles={stepTitles({ instance: instance.name, source: operation.host, target }, t)}
      line={{ before: "commit", text: t("until here: Cancel keeps it on {host}", { host: operation.host }) }}
    />
  );
}
