"use client";

import { CopyButton } from "#components/copy-button.tsx";
import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { FindingList } from "#components/finding-list.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { upsertOperation } from "#lib/lists.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useOperationsKey } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useUrlState } from "#lib/url-state.tsx";
import { type Forecast, type InstanceSummary, migrationOptionsSchema, whyNot } from "@gantry/kvm-core/model";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import { migrateCommand } from "./migration-words.ts";
import { optionsOf, type WizardState } from "./wizard-state.ts";

interface ChecksStepProps {
  readonly instance: InstanceSummary;
  readonly state: WizardState;
  readonly target: string;
}

/** Both hosts are asked whether it would go well. A failed check blocks; each says what to do. */
export function ChecksStep({ instance, state, target }: ChecksStepProps) {
  const t = useT();
  const trpc = useTRPC();
  const { set } = useUrlState();
  const forbidden = useWhyForbidden("operator");
  const checked = optionsOf(state, t);
  const options = "options" in checked ? checked.options : migrationOptionsSchema.parse({});
  const input = { instance: instance.name, target, options };
  const asked = useQuery({
    ...trpc.migrations.plan.queryOptions(input),
    staleTime: 0,
    gcTime: 0,
    enabled: forbidden === undefined,
  });
  const start = useStartMigration();
  const plan = asked.data?.plan;
  const blocked =
    forbidden ??
    ("faults" in checked ? t("Its options are not possible; go back and correct them.") : undefined) ??
    whyNot("migrate", instance.state) ??
    (plan === undefined ? t("The checks have not answered yet.") : undefined) ??
    (plan?.blocked === true ? t("A check failed; its line says what to do.") : undefined);

  return (
    <div className="flex max-w-3xl flex-col gap-3">
      <Panel
        title={`${instance.name}: ${instance.host} → ${target}`}
        aside={
          <Button
            look="quiet"
            className="h-6 text-small"
            blocked={forbidden}
            busy={asked.isFetching}
            onClick={() => void asked.refetch()}
          >
            {t("Check again")}
          </Button>
        }
      >
        {plan !== undefined && <ForecastWords forecast={plan.forecast} />}
        {asked.isError && (
          <ErrorPanel title={t("It could not be checked")} error={errorBodyOf(asked.error)} />
        )}
        {asked.isPending && forbidden === undefined && (
          <Loading
            what={target === instance.host ? t("the checks of this host") : t("the checks of both hosts")}
          />
        )}
        {plan !== undefined && (
          <FindingList findings={plan.checks.map((check) => ({ key: check.code, ...check }))} />
        )}
      </Panel>
      {start.isError && <ErrorPanel title={t("Not started")} error={errorBodyOf(start.error)} />}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => set({ step: "options" }, "push")}>{t("Back")}</Button>
        <Button look="primary" blocked={blocked} busy={start.isPending} onClick={() => start.mutate(input)}>
          {target === instance.host ? t("Move to the new QEMU") : t("Migrate to {target}", { target })}
        </Button>
        <CopyButton label={t("Copy as command")} text={migrateCommand(instance.name, target, options)} />
      </div>
    </div>
  );
}

/** How it will probably go; for one that will not end by itself, what there is to choose. */
function ForecastWords({ forecast }: { forecast: Forecast }) {
  const t = useT();
  const { set } = useUrlState();
  return (
    <div className="flex flex-col gap-1">
      <p className={clsx(forecast.finishes === "not by itself" && "text-warn-text")}>{forecast.text}</p>
      {forecast.choices.length > 0 && (
        <>
          <ul className="list-disc pl-5">
            {forecast.choices.map(({ action, text }) => (
              <li key={action}>{text}</li>
            ))}
          </ul>
          <div>
            <Button onClick={() => set({ step: "options" }, "push")}>{t("Change the options")}</Button>
          </div>
        </>
      )}
    </div>
  );
}

function useStartMigration() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const operationsKey = useOperationsKey();
  const { set } = useUrlState();
  return useMutation(
    trpc.migrations.start.mutationOptions({
      onSuccess: ({ operation }) => {
        cache.setQueryData(operationsKey, (old) => ({
          operations: upsertOperation(old?.operations ?? [], operation),
        }));
        set({ operation: operation.id, step: undefined });
      },
    }),
  );
}
