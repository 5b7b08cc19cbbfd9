"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { Panel } from "#components/panel.tsx";
import { Checkbox, Field, Input, Select } from "#components/ui/field.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg, type Translate } from "#lib/messages/translate.ts";
import { useUrlState } from "#lib/url-state.tsx";
import type { DiskSpec, InstanceSummary } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { copyChoices, type CopyChoice, type WizardState } from "./wizard-state.ts";

interface DiskOptionsProps {
  readonly instance: InstanceSummary;
  readonly state: WizardState;
  readonly faults: Readonly<Record<string, string>>;
}

const labels: Readonly<Record<CopyChoice, Message>> = {
  none: msg("Copy none: both hosts see the same storage"),
  unshared: msg("Copy those that the target does not share"),
  chosen: msg("Copy these"),
};

/** Which disks go along, where they go, and what becomes of the files here. */
export function DiskOptions({ instance, state, faults }: DiskOptionsProps) {
  const t = useT();
  const { set } = useUrlState();
  return (
    <Panel title={t("Disks")}>
      <Field label={t("Disks to copy")} hint={hintOf(state.copy, t)}>
        {(control) => (
          <Select
            {...control}
            value={state.copy}
            onChange={({ target: { value } }) => set({ copy: value === "none" ? undefined : value })}
          >
            {copyChoices.map((choice) => (
              <option key={choice} value={choice}>
                {t.of(labels[choice])}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {state.copy === "chosen" && (
        <DiskChoice instance={instance} chosen={state.chosenDisks} error={faults["copyDisks"]} />
      )}
      {state.copy !== "none" && (
        <>
          <Field
            label={t("Directory on the target")}
            hint={t("empty: each under the path that it has here; nothing is ever overwritten")}
            error={faults["targetDirectory"]}
          >
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                value={state.targetDirectory}
                onChange={(event) => set({ directory: event.target.value })}
              />
            )}
          </Field>
          <Checkbox
            label={t("Remove the files here once the guest runs there")}
            checked={state.deleteSource}
            onChange={(event) => set({ delete: event.target.checked ? "yes" : undefined })}
          />
        </>
      )}
    </Panel>
  );
}

function hintOf(choice: CopyChoice, t: Translate): string {
  return choice === "none"
    ? t("the checks say when a disk is not shared")
    : t("while the guest runs; CDs, read-only images and devices are never copied");
}

interface DiskChoiceProps {
  readonly instance: InstanceSummary;
  readonly chosen: readonly string[];
  readonly error: string | undefined;
}

function DiskChoice({ instance, chosen, error }: DiskChoiceProps) {
  const t = useT();
  const trpc = useTRPC();
  const { set } = useUrlState();
  const asked = useQuery(trpc.instances.get.queryOptions({ instance: instance.name }));
  const disks = asked.data?.spec.disks.filter(isCopyable) ?? [];
  return (
    <fieldset className="flex flex-wrap gap-x-4" aria-invalid={error === undefined ? undefined : true}>
      <legend className="sr-only">{t("Disks that are copied")}</legend>
      {asked.isError && <ErrorPanel title={t("Its disks are not known")} error={errorBodyOf(asked.error)} />}
      {asked.isSuccess && disks.length === 0 && (
        <p className="text-dim">{t("It has no disk that can be copied.")}</p>
      )}
      {disks.map(({ name }) => (
        <Checkbox
          key={name}
          label={name}
          checked={chosen.includes(name)}
          onChange={({ target: { checked } }) =>
            set({ disks: (checked ? [...chosen, name] : chosen.filter((one) => one !== name)).join(",") })
          }
        />
      ))}
      {error !== undefined && <p className="w-full text-small text-bad-text">{error}</p>}
    </fieldset>
  );
}

function isCopyable({ source, readOnly, bus }: DiskSpec): boolean {
  return "file" in source && !readOnly && bus !== "cdrom";
}
