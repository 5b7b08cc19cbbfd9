"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { resizeDiskInput } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { DiskDialogProps } from "./dialog-props.ts";
import { sizeOf, sizeText } from "./disk-facts.ts";
import { typedNumber } from "./typed-number.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

const mebibyte = 1_048_576;

/** Makes a disk larger; how large it is stands beside the field. */
export function ResizeDisk({ instance, detail, disk, onClose }: DiskDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const size = sizeOf(detail, disk.name);
  const nowMiB = Math.ceil((size.virtualBytes ?? 0) / mebibyte);
  const [text, setText] = useState(String(nowMiB));
  const sizeMiB = typedNumber(text);
  const form = useSubmission({
    schema: resizeDiskInput,
    fields: ["sizeMiB"],
    send: async (input) => {
      await client.disks.resize.mutate(input);
      return {};
    },
    onDone: onClose,
  });
  const isSmaller = typeof sizeMiB === "number" && sizeMiB < nowMiB;
  const input = { instance: instance.name, disk: disk.name, sizeMiB };
  const why = useWhyNot(instance)("plug");
  return (
    <FormDialog
      title={t("Enlarge disk {disk} of {instance}", { disk: disk.name, instance: instance.name })}
      consequence={t(
        "A running guest sees the new size at once. Its partitions and file systems are made larger inside the guest. A disk cannot be made smaller again.",
      )}
      action={t("Enlarge")}
      blocked={
        form.busy ? undefined : (why ?? (sizeMiB === nowMiB ? t("It has this size already.") : undefined))
      }
      busy={form.busy}
      error={form.error}
      others={form.others}
      otherWays={{
        command: ["disk", "resize", instance.name, disk.name, "--to", `${sizeMiB ?? ""}M`],
        procedure: "disks.resize",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      <Field
        label={t("Size (MiB)")}
        hint={t(
          "It has {size} ({nowMiB} MiB) now. At most 64 TiB (67108864 MiB); never smaller than it is.",
          { size: sizeText(size, t), nowMiB },
        )}
        error={
          isSmaller
            ? t("Not smaller than {nowMiB} MiB: what lies beyond would be lost.", { nowMiB })
            : form.faultAt("sizeMiB")
        }
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
