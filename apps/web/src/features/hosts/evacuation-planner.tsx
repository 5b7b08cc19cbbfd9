"use client";

import { CopyButton } from "#components/copy-button.tsx";
import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, Field, Select } from "#components/ui/field.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { upsertOperation } from "#lib/lists.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useOperationsKey } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useUrlState } from "#lib/url-state.tsx";
import type { EvacuationPlan, HostSummary } from "@gantry/kvm-core/model";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { EvacuationRows } from "./evacuation-rows.tsx";
import {
  evacuationOf,
  type EvacuationState,
  optionsAsShown,
  optionsOf,
  withChoice,
} from "./evacuation-state.ts";

/** What emptying the host would do, as every other host answers now; each line can be changed. */
export default function EvacuationPlanner({ host }: { host: HostSummary }) {
  const t = useT();
  const trpc = useTRPC();
  const { get, set } = useUrlState();
  const state = evacuationOf(get);
  const forbidden = useWhyForbidden("operator");
  const asked = useQuery({
    ...trpc.hosts.evacuationPlan.queryOptions({ host: host.name, options: optionsOf(state) }),
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
    enabled: forbidden === undefined,
  });
  const plan = asked.data?.plan;
  return (
    <div className="flex flex-col gap-3">
      <PlanOptions state={state} />
      {forbidden !== undefined && <p className="text-dim">{forbidden}</p>}
      {asked.isPending && forbidden === undefined && <Loading what={t("the checks of every host")} />}
      {asked.isError && (
        <ErrorPanel title={t("The evacuation could not be planned")} error={errorBodyOf(asked.error)} />
      )}
      {plan !== undefined && (
        <>
          <p role="status">{plan.text}</p>
          <EvacuationRows
            rows={plan.rows}
            choices={state.choices}
            onChoose={(instance, choice) => set(withChoice(state.choices, instance, choice))}
          />
          <Begin
            host={host}
            plan={plan}
            state={state}
            isChecking={asked.isFetching}
            onCheck={() => void asked.refetch()}
          />
        </>
      )}
    </div>
  );
}

function PlanOptions({ state }: { state: EvacuationState }) {
  const t = useT();
  const { set } = useUrlState();
  return (
    <div className="flex flex-wrap items-end gap-x-5 gap-y-1">
      <Checkbox
        label={t("Shut down what cannot move")}
        checked={state.allowShutdown}
        onChange={(event) => set({ shutdown: event.target.checked ? "yes" : undefined })}
      />
      <Checkbox
        label={t("Copy disks that are not shared")}
        checked={state.copyDisks}
        onChange={(event) => set({ copy: event.target.checked ? "yes" : undefined })}
      />
      <Field label={t("Moves at once")} className="w-28">
        {(control) => (
          <Select
            {...control}
            value={String(state.concurrency)}
            onChange={(event) =>
              set({ "at-once": event.target.value === "1" ? undefined : event.target.value })
            }
          >
            {["1", "2", "3", "4"].map((number) => (
              <option key={number}>{number}</option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

interface BeginProps {
  readonly host: HostSummary;
  readonly plan: EvacuationPlan;
  readonly state: EvacuationState;
  readonly isChecking: boolean;
  readonly onCheck: () => void;
}

function Begin({ host, plan, state, isChecking, onCheck }: BeginProps) {
  const t = useT();
  const forbidden = useWhyForbidden("admin");
  const begin = useBegin();
  const moves = plan.rows.filter((row) => row.class === "movable").length;
  const shutDowns = plan.rows.filter((row) => row.class === "shut-down").length;
  const blocked =
    forbidden ??
    (isChecking ? t("The hosts are being asked.") : undefined) ??
    (moves + shutDowns === 0 ? t("There is nothing that could move.") : undefined);
  const input = { host: host.name, options: optionsAsShown(plan) };
  return (
    <>
      {begin.isError && <ErrorPanel title={t("Not begun")} error={errorBodyOf(begin.error)} />}
      {host.maintenance === undefined && (
        <p className="text-dim">
          {t("{name} is set into maintenance first, so that nothing new arrives.", { name: host.name })}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" blocked={blocked} busy={begin.isPending} onClick={() => begin.mutate(input)}>
          {t("Evacuate: {what}", {
            what: [
              moves > 0 ? t("move {number}", { number: moves }) : [],
              shutDowns > 0 ? t("shut down {number}", { number: shutDowns }) : [],
            ]
              .flat()
              .join(", "),
          })}
        </Button>
        <Button busy={isChecking} onClick={onCheck}>
          {t("Check again")}
        </Button>
        <CopyButton label={t("Copy as command")} text={commandOf(host.name, state)} />
      </div>
      {Object.keys(state.choices).length > 0 && (
        <p className="text-small text-dim">
          {t("{count} of yours; the command has no word for them.", {
            count: t.many(Object.keys(state.choices).length, "{n} choice", "{n} choices"),
          })}
        </p>
      )}
    </>
  );
}

function commandOf(host: string, { allowShutdown, copyDisks, concurrency }: EvacuationState): string {
  return [
    `gantry host evacuate ${host}`,
    ...(concurrency === 1 ? [] : [`--concurrency ${concurrency}`]),
    ...(allowShutdown ? ["--allow-shutdown"] : []),
    ...(copyDisks ? ["--copy-disks"] : []),
  ].join(" ");
}

function useBegin() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const operationsKey = useOperationsKey();
  const { set } = useUrlState();
  return useMutation(
    trpc.hosts.evacuate.mutationOptions({
      onSuccess: ({ operation }) => {
        cache.setQueryData(operationsKey, (old) => ({
          operations: upsertOperation(old?.operations ?? [], operation),
        }));
        set({ evacuation: operation.id, plan: undefined, choices: undefined });
      },
    }),
  );
}
