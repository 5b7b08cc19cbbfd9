"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { Checkbox, Field, Input, Select } from "#components/ui/field.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { attachDiskInput } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { DeviceDialogProps } from "./dialog-props.ts";
import { isLive } from "./disk-facts.ts";
import { type DiskDraft, diskCommand, diskInput, emptyDraft, isRemote } from "./disk-draft.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

const sources = [
  ["new", msg("new and empty")],
  ["file", msg("existing file")],
  ["device", msg("block device")],
  ["nbd", msg("NBD")],
  ["rbd", msg("Ceph RBD")],
  ["iscsi", msg("iSCSI")],
] as const;

const places: Readonly<Record<DiskDraft["source"], readonly [label: Message, example: string]>> = {
  new: [msg("File to make"), "/srv/images/data.qcow2"],
  file: [msg("File"), "/srv/images/data.qcow2"],
  device: [msg("Device"), "/dev/vg0/data"],
  nbd: [msg("NBD address"), "nbd://10.0.0.5:10809/data"],
  rbd: [msg("Ceph image"), "pool/data"],
  iscsi: [msg("iSCSI address"), "iscsi://10.0.0.5/iqn.2026-01.example:disk/0"],
};

/** Plugs a disk in: one that exists, or an empty one that is made for it. */
export function AttachDisk({ instance, detail, onClose }: DeviceDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const [draft, setDraft] = useState(() => emptyDraft(detail.spec.disks));
  const form = useSubmission({
    schema: attachDiskInput,
    fields: [
      "disk.name",
      "disk.source",
      "disk.format",
      "disk.bus",
      "disk.readOnly",
      "disk.backing",
      "newDisk",
    ],
    send: async (input) => {
      await client.disks.attach.mutate(input);
      return {};
    },
    onDone: onClose,
  });
  const set = (change: Partial<DiskDraft>) => setDraft((old) => ({ ...old, ...change }));
  const live = isLive(instance.state);
  const input = diskInput(instance.name, draft);
  const [placeLabel, example] = places[draft.source];
  const why = useWhyNot(instance)("plug");
  return (
    <FormDialog
      title={t("Attach a disk to {name}", { name: instance.name })}
      consequence={
        live
          ? t("The guest sees it at once, and at the same address after its next start.")
          : t("It is there at the next start.")
      }
      action={t("Attach")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      error={form.error}
      others={form.others}
      otherWays={{ command: diskCommand(instance.name, draft), procedure: "disks.attach", input }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("Disk name")} error={form.faultAt("disk.name")}>
          {(control) => (
            <Input {...control} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </Field>
        <Field label={t("Source")}>
          {(control) => (
            <Select
              {...control}
              value={draft.source}
              onChange={(event) => {
                const source = sources.find(([key]) => key === event.target.value)?.[0] ?? "file";
                set({ source, ...(isRemote(source) && { format: "raw" }) });
              }}
            >
              {sources.map(([key, label]) => (
                <option key={key} value={key}>
                  {t.of(label)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={t.of(placeLabel)}
          className="sm:col-span-2"
          hint={
            draft.source === "new" || draft.source === "file"
              ? t("On {host}, below one of its image directories.", { host: instance.host })
              : undefined
          }
          error={form.faultAt("disk.source") ?? form.faultAt("disk.backing") ?? otherThanSize(form.faultAt)}
        >
          {(control) => (
            <Input
              {...control}
              placeholder={example}
              className="font-mono text-small"
              value={draft.place}
              onChange={(event) => set({ place: event.target.value })}
            />
          )}
        </Field>
        {draft.source === "new" && (
          <Field
            label={t("Size (MiB)")}
            hint={t("From 1 MiB to 64 TiB.")}
            error={form.faultAt("newDisk.sizeMiB")}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.sizeMiB}
                onChange={(event) => set({ sizeMiB: event.target.value })}
              />
            )}
          </Field>
        )}
        <Field label={t("Format")} error={form.faultAt("disk.format")}>
          {(control) => (
            <Select
              {...control}
              value={draft.format}
              onChange={(event) => set({ format: event.target.value === "raw" ? "raw" : "qcow2" })}
            >
              {!isRemote(draft.source) && <option value="qcow2">qcow2</option>}
              <option value="raw">raw</option>
            </Select>
          )}
        </Field>
        <Field
          label={t("Bus")}
          hint={live ? t("SATA disks and CD drives are plugged in only while it is stopped.") : undefined}
          error={form.faultAt("disk.bus")}
        >
          {(control) => (
            <Select {...control} value={draft.bus} onChange={(event) => set({ bus: event.target.value })}>
              <option value="virtio">virtio</option>
              <option value="scsi">SCSI</option>
              <option value="sata">SATA</option>
              <option value="cdrom">CD-ROM</option>
            </Select>
          )}
        </Field>
      </div>
      <Checkbox
        label={t("Read only")}
        checked={draft.readOnly}
        onChange={(event) => set({ readOnly: event.target.checked })}
      />
      {form.faultAt("disk.readOnly") !== undefined && (
        <p className="text-small text-bad-text">{form.faultAt("disk.readOnly")}</p>
      )}
    </FormDialog>
  );
}

/** Everything but the size of a new disk is about its file. */
function otherThanSize(faultAt: (field: string) => string | undefined): string | undefined {
  return faultAt("newDisk.sizeMiB") === undefined ? faultAt("newDisk") : undefined;
}
