"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { type DiskLimits, limitDiskInput } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { DiskDialogProps } from "./dialog-props.ts";
import { typedNumber } from "./typed-number.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

const kinds: readonly (readonly [key: keyof DiskLimits, label: Message, flag: string])[] = [
  ["bytesPerSecond", msg("Bytes/s"), "--bytes"],
  ["opsPerSecond", msg("Operations/s"), "--ops"],
  ["readBytesPerSecond", msg("Bytes read/s"), "--read-bytes"],
  ["readOpsPerSecond", msg("Reads/s"), "--read-ops"],
  ["writeBytesPerSecond", msg("Bytes written/s"), "--write-bytes"],
  ["writeOpsPerSecond", msg("Writes/s"), "--write-ops"],
];

/** What a disk may do a second. An empty field is no limit. */
export function LimitDisk({ instance, disk, onClose }: DiskDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const [texts, setTexts] = useState<Partial<Record<keyof DiskLimits, string>>>(() =>
    Object.fromEntries(kinds.map(([key]) => [key, disk.limits?.[key]?.toString() ?? ""])),
  );
  const form = useSubmission({
    schema: limitDiskInput,
    fields: kinds.map(([key]) => `limits.${key}`),
    send: async (input) => {
      await client.disks.limit.mutate(input);
      return {};
    },
    onDone: onClose,
  });
  const limits = Object.fromEntries(
    kinds.flatMap(([key]) => {
      const value = typedNumber(texts[key] ?? "");
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const input = { instance: instance.name, disk: disk.name, limits };
  const flags = kinds.flatMap(([key, , flag]) => (limits[key] === undefined ? [] : [flag, `${limits[key]}`]));
  const why = useWhyNot(instance)("plug");
  return (
    <FormDialog
      title={t("Limit disk {disk} of {instance}", { disk: disk.name, instance: instance.name })}
      consequence={t(
        "Holds at once and after each start. An empty field is no limit; a limit of both and one of reads or writes exclude each other.",
      )}
      action={t("Limit")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      error={form.error}
      others={form.others}
      otherWays={{
        command: ["disk", "limit", instance.name, disk.name, ...flags],
        procedure: "disks.limit",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {kinds.map(([key, label]) => (
          <Field key={key} label={t.of(label)} error={form.faultAt(`limits.${key}`)}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                placeholder={t("no limit")}
                value={texts[key] ?? ""}
                onChange={(event) => setTexts({ ...texts, [key]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </FormDialog>
  );
}
