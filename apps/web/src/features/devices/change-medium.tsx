"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { changeMediumInput } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { DiskDialogProps } from "./dialog-props.ts";
import { isLive, sourceText } from "./disk-facts.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

/** Lays a CD into a drive, in the place of the one that lies there. */
export function InsertMedium({ instance, disk, onClose }: DiskDialogProps) {
  const t = useT();
  const [file, setFile] = useState("");
  const [force, setForce] = useState(false);
  const form = useChange(onClose);
  const why = useWhyNot(instance)("plug");
  const input = { instance: instance.name, disk: disk.name, source: { file }, ...(force && { force }) };
  return (
    <FormDialog
      title={t("Lay a CD into {disk} of {instance}", { disk: disk.name, instance: instance.name })}
      consequence={
        "empty" in disk.source
          ? t("The drive is empty now.")
          : t("Now {disk} lies in it.", { disk: sourceText(disk, t) })
      }
      action={t("Insert")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      error={form.error}
      others={form.others}
      otherWays={{
        command: ["disk", "insert", instance.name, disk.name, file, ...(force ? ["--force"] : [])],
        procedure: "disks.changeMedium",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      <Field
        label={t("Image file")}
        hint={t("An ISO image on {host}, below one of its image directories.", { host: instance.host })}
        error={form.faultAt("source") ?? form.faultAt("disk")}
      >
        {(control) => (
          <Input
            {...control}
            placeholder="/srv/images/rescue.iso"
            className="font-mono text-small"
            value={file}
            onChange={(event) => setFile(event.target.value)}
          />
        )}
      </Field>
      <Force shown={isLive(instance.state)} checked={force} onChange={setForce} />
    </FormDialog>
  );
}

/** Takes the CD out. */
export function EjectMedium({ instance, disk, onClose }: DiskDialogProps) {
  const t = useT();
  const [force, setForce] = useState(false);
  const form = useChange(onClose);
  const why = useWhyNot(instance)("plug");
  const input = { instance: instance.name, disk: disk.name, source: null, ...(force && { force }) };
  return (
    <FormDialog
      title={t("Eject the CD in {disk} of {instance}", { disk: disk.name, instance: instance.name })}
      consequence={t("{disk} is taken out; the file stays where it is.", { disk: sourceText(disk, t) })}
      action={t("Eject")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      error={form.error}
      others={form.others}
      otherWays={{
        command: ["disk", "eject", instance.name, disk.name, ...(force ? ["--force"] : [])],
        procedure: "disks.changeMedium",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      <Force shown={isLive(instance.state)} checked={force} onChange={setForce} />
    </FormDialog>
  );
}

interface ForceProps {
  readonly shown: boolean;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Force({ shown, checked, onChange }: ForceProps) {
  const t = useT();
  if (!shown) return null;
  return (
    <Checkbox
      label={t("Open the tray although the guest has locked it")}
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

function useChange(onDone: () => void) {
  const client = useTRPCClient();
  return useSubmission({
    schema: changeMediumInput,
    fields: ["source", "disk"],
    send: async (input) => {
      await client.disks.changeMedium.mutate(input);
      return {};
    },
    onDone,
  });
}
