"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { detachDiskInput } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { DiskDialogProps } from "./dialog-props.ts";
import { isLive, sourceText } from "./disk-facts.ts";
import { PatienceField } from "./patience-field.tsx";
import { typedNumber } from "./typed-number.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

/** Unplugs a disk once the guest has let it go. */
export function DetachDisk({ instance, disk, onClose }: DiskDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const [patience, setPatience] = useState("30");
  const form = useSubmission({
    schema: detachDiskInput,
    fields: ["timeoutSeconds"],
    send: (input) => client.disks.detach.mutate(input),
    onDone: onClose,
  });
  const live = isLive(instance.state);
  const timeoutSeconds = typedNumber(patience);
  const input = { instance: instance.name, disk: disk.name, ...(live && { timeoutSeconds }) };
  const flags = live ? ["--patience", patience.trim()] : [];
  const why = useWhyNot(instance)("plug");
  return (
    <FormDialog
      title={t("Detach disk {disk} of {instance}", { disk: disk.name, instance: instance.name })}
      danger
      consequence={
        <>
          <p>
            {live
              ? t(
                  "The guest is asked to let {name} go. One that does not keeps it, and it goes as soon as the guest does. Unmount it in the guest first.",
                  { name: disk.name },
                )
              : t("{instance} starts without {disk} from now on.", {
                  instance: instance.name,
                  disk: disk.name,
                })}
          </p>
          <p>{t("{disk} stays where it is; nothing on it is deleted.", { disk: sourceText(disk, t) })}</p>
        </>
      }
      action={t("Detach")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      progress={t("Waiting for the guest to let it go.")}
      error={form.error}
      others={form.others}
      otherWays={{
        command: ["disk", "detach", instance.name, disk.name, ...flags],
        procedure: "disks.detach",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      {live && (
        <PatienceField value={patience} onChange={setPatience} error={form.faultAt("timeoutSeconds")} />
      )}
    </FormDialog>
  );
}
