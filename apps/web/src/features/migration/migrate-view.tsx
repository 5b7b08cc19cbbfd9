"use client";

import { Loading } from "#components/empty-state.tsx";
import { ownHostTarget } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useOperations } from "#lib/use-live.ts";
import { useUrlState } from "#lib/url-state.tsx";
import { type InstanceSummary, isEnded } from "@gantry/kvm-core/model";
import { ChecksStep } from "./checks-step.tsx";
import { migrationOf } from "./find-migration.ts";
import { MigrationResultView } from "./migration-result.tsx";
import { MigrationRun } from "./migration-run.tsx";
import { OptionsStep } from "./options-step.tsx";
import { StepTrail } from "./step-trail.tsx";
import { TargetStep } from "./target-step.tsx";
import { wizardOf } from "./wizard-state.ts";

/**
 * Target, options, checks, run, result. Everything is in the address or in the operation, so that a reload at any moment
 * shows the same.
 */
export default function MigrateView({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const { get } = useUrlState();
  const operations = useOperations();
  if (operations === undefined) return <Loading what={t("operations")} />;

  const state = wizardOf(get);
  const operation = migrationOf(operations, { instance: instance.name, id: get("operation") });
  if (operation !== undefined) {
    const going = state.target === ownHostTarget ? instance.host : state.target;
    const place = { operation, instance, target: instance.migratingTo ?? going };
    return (
      <>
        <StepTrail current={isEnded(operation) ? "result" : "run"} />
        {isEnded(operation) ? <MigrationResultView {...place} /> : <MigrationRun {...place} />}
      </>
    );
  }
  // An old address may name the host it has reached since.
  const named = state.target === instance.host ? undefined : state.target;
  const target = named === ownHostTarget ? instance.host : named;
  return (
    <>
      <StepTrail current={target === undefined ? "target" : state.step} />
      {(state.step === "target" || target === undefined) && <TargetStep instance={instance} state={state} />}
      {state.step === "options" && target !== undefined && (
        <OptionsStep instance={instance} state={state} target={target} />
      )}
      {state.step === "checks" && target !== undefined && (
        <ChecksStep instance={instance} state={state} target={target} />
      )}
    </>
  );
}
