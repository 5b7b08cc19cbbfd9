"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import { instanceWord } from "#components/status-badge.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { formatMiB } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { takeSnapshotInput } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { DeviceDialogProps } from "./dialog-props.ts";
import { isLive, snapshotDisks } from "./disk-facts.ts";
import { stampOf } from "./stamp.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

/** Keeps this moment of all disks, and of the guest's memory if it is wanted. */
export function TakeSnapshot({ instance, detail, onClose }: DeviceDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const live = isLive(instance.state);
  const [name, setName] = useState(() => `at-${stampOf(new Date())}`);
  const [memory, setMemory] = useState(live);
  const [quiesce, setQuiesce] = useState(false);
  const form = useSubmission({
    schema: takeSnapshotInput,
    fields: ["name", "quiesce"],
    send: (input) => client.snapshots.take.mutate(input),
    onDone: onClose,
  });
  const withMemory = live && memory;
  const atRest = live && !memory && quiesce;
  const input = { instance: instance.name, name, memory: withMemory, ...(atRest && { quiesce: true }) };
  const disks = snapshotDisks(detail.spec).map((disk) => disk.name);
  const why = useWhyNot(instance)("snapshot");
  return (
    <FormDialog
      title={t("Take a snapshot of {name}", { name: instance.name })}
      consequence={t("Of {disks} together, inside the images.", { disks: disks.join(", ") })}
      action={t("Take snapshot")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      progress={
        withMemory ? t("The memory is being written; the guest stands still meanwhile.") : t("Taking it.")
      }
      error={form.error}
      others={form.others}
      otherWays={{
        command: [
          ...["snapshot", "take", instance.name, name],
          ...(withMemory ? [] : ["--no-memory"]),
          ...(atRest ? ["--quiesce"] : []),
        ],
        procedure: "snapshots.take",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      <Field
        label={t("Snapshot name")}
        hint={t("a–z, 0–9 and '-', starting with a letter; at most 63 characters.")}
        error={form.faultAt("name")}
      >
        {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      {live ? (
        <div className="flex flex-col">
          <Checkbox
            label={t("With the guest's memory (up to {size}): it stands still while that is written", {
              size: formatMiB(instance.memoryMiB, t),
            })}
            checked={memory}
            onChange={(event) => setMemory(event.target.checked)}
          />
          {!memory && (
            <Checkbox
              label={t("Let the guest's agent bring its file systems to rest")}
              checked={quiesce}
              onChange={(event) => setQuiesce(event.target.checked)}
            />
          )}
          {form.faultAt("quiesce") !== undefined && (
            <p className="text-small text-bad-text">{form.faultAt("quiesce")}</p>
          )}
        </div>
      ) : (
        <p className="text-dim">
          {t("It is {state}, so there is no memory to keep.", { state: instanceWord(instance, t) })}
        </p>
      )}
    </FormDialog>
  );
}
