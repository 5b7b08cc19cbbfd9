"use client";

import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useFieldArray, useWatch } from "react-hook-form";
import { CheckField, ChoiceField, TextField } from "./form-fields.tsx";
import { type DiskSource, emptyDisk, type FormValues } from "./form-values.ts";

const mostDisks = 16;

const locations: Readonly<Record<DiskSource, { label: string; placeholder: string }>> = {
  new: { label: "File to make", placeholder: "/srv/images/web-1.qcow2" },
  file: { label: "File", placeholder: "/srv/images/web-1.qcow2" },
  device: { label: "Device", placeholder: "/dev/vg0/web-1" },
  nbd: { label: "NBD address", placeholder: "nbd://10.0.0.5:10809/web-1" },
  rbd: { label: "Ceph image", placeholder: "pool/web-1" },
  iscsi: { label: "iSCSI address", placeholder: "iscsi://10.0.0.5/iqn.2026-01.example:disk/0" },
};

/** Disks: new and empty, or existing ones. */
export function DisksSection() {
  const { fields, append, remove } = useFieldArray<FormValues, "disks">({ name: "disks" });
  return (
    <Panel
      title="Disks"
      aside={
        <Button
          className="h-6 text-small"
          blocked={fields.length >= mostDisks ? `At most ${mostDisks} disks.` : undefined}
          onClick={() => append(emptyDisk(fields.length))}
        >
          Add disk
        </Button>
      }
    >
      {fields.length === 0 && (
        <p className="text-dim">No disk. A kernel with an initrd needs none; firmware does.</p>
      )}
      {fields.map((field, index) => (
        <DiskFields key={field.id} index={index} onRemove={() => remove(index)} />
      ))}
    </Panel>
  );
}

function DiskFields({ index, onRemove }: { index: number; onRemove: () => void }) {
  const source = useWatch<FormValues, `disks.${number}.source`>({ name: `disks.${index}.source` });
  const { label, placeholder } = locations[source];
  return (
    <fieldset className="grid gap-3 border-t border-line pt-3 sm:grid-cols-4">
      <legend className="sr-only">Disk {index + 1}</legend>
      <ChoiceField
        name={`disks.${index}.source`}
        label="Disk source"
        choices={[
          ["new", "new and empty"],
          ["file", "existing file"],
          ["device", "block device"],
          ["nbd", "NBD"],
          ["rbd", "Ceph RBD"],
          ["iscsi", "iSCSI"],
        ]}
      />
      <TextField
        name={`disks.${index}.location`}
        label={label}
        placeholder={placeholder}
        className="sm:col-span-3"
      />
      <TextField name={`disks.${index}.name`} label="Disk name" />
      {source === "new" && (
        <TextField name={`disks.${index}.sizeMiB`} label="Size (MiB)" inputMode="numeric" />
      )}
      <ChoiceField
        name={`disks.${index}.format`}
        label="Format"
        choices={[
          ["qcow2", "qcow2"],
          ["raw", "raw"],
        ]}
      />
      <ChoiceField
        name={`disks.${index}.bus`}
        label="Bus"
        choices={[
          ["virtio", "virtio"],
          ["scsi", "SCSI"],
          ["sata", "SATA"],
          ["cdrom", "CD-ROM"],
        ]}
      />
      <div className="flex items-end justify-between gap-3 sm:col-span-4">
        <CheckField name={`disks.${index}.readOnly`} label="Read only" />
        <Button look="quiet" aria-label={`Remove disk ${index + 1}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </fieldset>
  );
}
