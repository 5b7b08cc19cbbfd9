"use client";

import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { diskExtras } from "#lib/device-words.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { CheckField, ChoiceField, TextField } from "./form-fields.tsx";
import { type DiskSource, emptyDisk, type FormValues, isRemote } from "./form-values.ts";
import { KeptNote } from "./kept-note.tsx";
import { ImageDiskFields, PoolDiskFields } from "./made-disk-fields.tsx";

const mostDisks = 16;

const locations: Readonly<Record<DiskSource, { label: string; placeholder: string }>> = {
  image: { label: "", placeholder: "" },
  pool: { label: "", placeholder: "" },
  new: { label: "File to make", placeholder: "/srv/images/web-1.qcow2" },
  file: { label: "File", placeholder: "/srv/images/web-1.qcow2" },
  device: { label: "Device", placeholder: "/dev/vg0/web-1" },
  nbd: { label: "NBD address", placeholder: "nbd://10.0.0.5:10809/web-1" },
  rbd: { label: "Ceph image", placeholder: "pool/web-1" },
  iscsi: { label: "iSCSI address", placeholder: "iscsi://10.0.0.5/iqn.2026-01.example:disk/0" },
  empty: { label: "", placeholder: "" },
};

const existing: readonly (readonly [DiskSource, string])[] = [
  ["file", "existing file"],
  ["device", "block device"],
  ["nbd", "NBD"],
  ["rbd", "Ceph RBD"],
  ["iscsi", "iSCSI"],
  ["empty", "no CD in the drive"],
];

const made: readonly (readonly [DiskSource, string])[] = [
  ["image", "image of the library"],
  ["pool", "new and empty"],
  ["new", "new and empty, as a file"],
];

/** Sources that have no path or address. */
const placeless: readonly DiskSource[] = ["image", "pool", "empty"];

const formats = [
  ["qcow2", "qcow2"],
  ["raw", "raw"],
] as const;

interface DisksSectionProps {
  /** Whether empty images can be made: of an instance that exists, disks are only taken and given back. */
  readonly mayBeNew?: boolean;
}

/** Disks: new and empty, or existing ones. */
export function DisksSection({ mayBeNew = false }: DisksSectionProps) {
  const { fields, append, remove } = useFieldArray<FormValues, "disks">({ name: "disks" });
  return (
    <Panel
      title="Disks"
      aside={
        <Button
          className="h-6 text-small"
          blocked={fields.length >= mostDisks ? `At most ${mostDisks} disks.` : undefined}
          onClick={() => append(emptyDisk(fields.length, mayBeNew ? "image" : "file"))}
        >
          Add disk
        </Button>
      }
    >
      {fields.length === 0 && (
        <p className="text-dim">No disk. A kernel with an initrd needs none; firmware does.</p>
      )}
      {fields.map((field, index) => (
        <DiskFields key={field.id} index={index} mayBeNew={mayBeNew} onRemove={() => remove(index)} />
      ))}
    </Panel>
  );
}

interface DiskFieldsProps extends DisksSectionProps {
  readonly index: number;
  readonly onRemove: () => void;
}

function DiskFields({ index, mayBeNew = false, onRemove }: DiskFieldsProps) {
  const { setValue } = useFormContext<FormValues>();
  const t = useT();
  const { source, kept } = useWatch<FormValues, `disks.${number}`>({ name: `disks.${index}` });
  const { label, placeholder } = locations[source];
  const followSource = (next: string) => {
    if (next === "empty") setValue(`disks.${index}.bus`, "cdrom");
    else if (isRemote(next) !== isRemote(source))
      setValue(`disks.${index}.format`, isRemote(next) ? "raw" : "qcow2");
  };
  return (
    <fieldset className="grid gap-3 border-t border-line pt-3 sm:grid-cols-4">
      <legend className="sr-only">Disk {index + 1}</legend>
      <ChoiceField
        name={`disks.${index}.source`}
        label="Disk source"
        choices={mayBeNew ? [...made, ...existing] : existing}
        onChoice={followSource}
      />
      {source === "image" && <ImageDiskFields index={index} />}
      {source === "pool" && <PoolDiskFields index={index} />}
      {!placeless.includes(source) && (
        <TextField
          name={`disks.${index}.location`}
          label={label}
          placeholder={placeholder}
          className="sm:col-span-3"
        />
      )}
      <TextField name={`disks.${index}.name`} label="Disk name" />
      {source === "new" && (
        <TextField name={`disks.${index}.sizeMiB`} label="Size (MiB)" inputMode="numeric" />
      )}
      {source !== "empty" && source !== "image" && (
        <ChoiceField
          name={`disks.${index}.format`}
          label="Format"
          choices={isRemote(source) ? [["raw", "raw"]] : formats}
        />
      )}
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
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 sm:col-span-4">
        <CheckField name={`disks.${index}.readOnly`} label="Read only" />
        <KeptNote facts={diskExtras(kept, t)} />
        <Button look="quiet" aria-label={`Remove disk ${index + 1}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </fieldset>
  );
}
