"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { Checkbox, Field, Input, Select } from "#components/ui/field.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { backupDisksInput, type DiskSpec } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { DeviceDialogProps } from "./dialog-props.ts";
import { whyNotBackUp } from "./disk-facts.ts";
import { stampOf } from "./stamp.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

interface Copy {
  readonly wanted: boolean;
  readonly path: string;
}

/** Copies disks as they are at one moment into new files on the host, while the guest runs on. */
export function BackUpDisks({ instance, detail, onClose }: DeviceDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const { disks } = detail.spec;
  const [format, setFormat] = useState("qcow2");
  const [stamp] = useState(() => stampOf(new Date()));
  const [copies, setCopies] = useState<Readonly<Record<string, Copy>>>(() =>
    Object.fromEntries(
      disks.map((disk) => [
        disk.name,
        {
          wanted: disk.bus !== "cdrom" && whyNotBackUp(disk, instance.state, t) === undefined,
          path: proposedPath(instance.name, disk, stamp),
        },
      ]),
    ),
  );
  const chosen = disks.filter(({ name }) => copies[name]?.wanted === true);
  const targets = chosen.map(({ name }) => ({ disk: name, path: copies[name]?.path ?? "", format }));
  const form = useSubmission({
    schema: backupDisksInput,
    fields: ["targets"],
    send: (input) => client.disks.backup.mutate(input),
    onDone: onClose,
  });
  const input = { instance: instance.name, targets };
  const why = useWhyNot(instance)("backup");
  const nothing = targets.length === 0 ? t("Choose a disk.") : undefined;
  return (
    <FormDialog
      title={t("Back up disks of {name}", { name: instance.name })}
      consequence={t(
        "New files on {host}, all of one moment; the guest runs on. This page does not fetch them: copy them from {host}, with scp for example.",
        { host: instance.host },
      )}
      action={t("Back up")}
      blocked={form.busy ? undefined : (why ?? nothing)}
      busy={form.busy}
      progress={form.progress ?? t("Copying. It goes on when this is closed; the tray shows how far it is.")}
      error={form.error}
      others={form.others}
      otherWays={{
        command: [
          ...["disk", "backup", instance.name],
          ...targets.map(({ disk, path }) => `${disk}=${path}`),
          ...["--format", format],
        ],
        procedure: "disks.backup",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      {disks.map((disk) => (
        <DiskCopy
          key={disk.name}
          disk={disk}
          copy={copies[disk.name] ?? { wanted: false, path: "" }}
          blocked={whyNotBackUp(disk, instance.state, t)}
          fault={form.faultAt(`targets.${chosen.indexOf(disk)}`)}
          onChange={(copy) => setCopies((old) => ({ ...old, [disk.name]: copy }))}
        />
      ))}
      <Field label={t("Format of the copies")}>
        {(control) => (
          <Select {...control} value={format} onChange={(event) => setFormat(event.target.value)}>
            <option value="qcow2">qcow2</option>
            <option value="raw">raw</option>
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}

interface DiskCopyProps {
  readonly disk: DiskSpec;
  readonly copy: Copy;
  readonly blocked: string | undefined;
  readonly fault: string | undefined;
  readonly onChange: (copy: Copy) => void;
}

function DiskCopy({ disk, copy, blocked, fault, onChange }: DiskCopyProps) {
  const t = useT();
  return (
    <div className="flex flex-col gap-1">
      <Checkbox
        label={blocked === undefined ? disk.name : `${disk.name}: ${blocked}`}
        checked={copy.wanted}
        aria-disabled={blocked !== undefined || undefined}
        onChange={(event) => blocked === undefined && onChange({ ...copy, wanted: event.target.checked })}
      />
      {copy.wanted && (
        <Field label={t("New file for {name}", { name: disk.name })} error={fault}>
          {(control) => (
            <Input
              {...control}
              className="font-mono text-small"
              value={copy.path}
              onChange={(event) => onChange({ ...copy, path: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

/** Beside the disk, named after instance, disk and moment. */
function proposedPath(instance: string, disk: DiskSpec, stamp: string): string {
  if (!("file" in disk.source)) return "";
  const { file } = disk.source;
  return `${file.slice(0, file.lastIndexOf("/"))}/${instance}-${disk.name}-${stamp}.qcow2`;
}
