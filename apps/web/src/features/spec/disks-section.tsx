"use client";

import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { diskExtras } from "#lib/device-words.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { CheckField, ChoiceField, TextField } from "./form-fields.tsx";
import { type DiskSource, emptyDisk, type FormValues, isRemote } from "./form-values.ts";
import { KeptNote } from "./kept-note.tsx";
import { ImageDiskFields, PoolDiskFields } from "./made-disk-fields.tsx";

const mostDisks = 16;

/** Of the sources that have a path or an address. */
const locations: Readonly<Partial<Record<DiskSource, { label: Message; placeholder: string }>>> = {
  new: { label: msg("File to make"), placeholder: "/srv/images/web-1.qcow2" },
  file: { label: msg("File"), placeholder: "/srv/images/web-1.qcow2" },
  device: { label: msg("Device"), placeholder: "/dev/vg0/web-1" },
  nbd: { label: msg("NBD address"), placeholder: "nbd://10.0.0.5:10809/web-1" },
  rbd: { label: msg("Ceph image"), placeholder: "pool/web-1" },
  iscsi: { label: msg("iSCSI address"), placeholder: "iscsi://10.0.0.5/iqn.2026-01.example:disk/0" },
};

const existing: readonly (readonly [DiskSource, Message])[] = [
  ["file", msg("existing file")],
  ["device", msg("block device")],
  ["nbd", msg("NBD")],
  ["rbd", msg("Ceph RBD")],
  ["iscsi", msg("iSCSI")],
  ["empty", msg("no CD in the drive")],
];

const made: readonly (readonly [DiskSource, Message])[] = [
  ["image", msg("image of the library")],
  ["pool", msg("new and empty")],
  ["new", msg("new and empty, as a file")],
];

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
  const t = useT();
  const { fields, append, remove } = useFieldArray<FormValues, "disks">({ name: "disks" });
  return (
    <Panel
      title={t("Disks")}
      aside={
        <Button
          className="h-6 text-small"
          blocked={fields.length >= mostDisks ? t("At most {mostDisks} disks.", { mostDisks }) : undefined}
          onClick={() => append(emptyDisk(fields.length, mayBeNew ? "image" : "file"))}
        >
          {t("Add disk")}
        </Button>
      }
    >
      {fields.length === 0 && (
        <p className="text-dim">{t("No disk. A kernel with an initrd needs none; firmware does.")}</p>
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
  const location = locations[source];
  const number = index + 1;
  const followSource = (next: string) => {
    if (next === "empty") setValue(`disks.${index}.bus`, "cdrom");
    else if (isRemote(next) !== isRemote(source))
      setValue(`disks.${index}.format`, isRemote(next) ? "raw" : "qcow2");
  };
  return (
    <fieldset className="grid gap-3 border-t border-line pt-3 sm:grid-cols-4">
      <legend className="sr-only">{t("Disk {number}", { number })}</legend>
      <ChoiceField
        name={`disks.${index}.source`}
        label={t("Disk source")}
        choices={(mayBeNew ? [...made, ...existing] : existing).map(
          ([value, text]) => [value, t.of(text)] as const,
        )}
        onChoice={followSource}
      />
      {source === "image" && <ImageDiskFields index={index} />}
      {source === "pool" && <PoolDiskFields index={index} />}
      {location !== undefined && (
        <TextField
          name={`disks.${index}.location`}
          label={t.of(location.label)}
          placeholder={location.placeholder}
          className="sm:col-span-3"
        />
      )}
      <TextField name={`disks.${index}.name`} label={t("Disk name")} />
      {source === "new" && (
        <TextField name={`disks.${index}.sizeMiB`} label={t("Size (MiB)")} inputMode="numeric" />
      )}
      {source !== "empty" && source !== "image" && (
        <ChoiceField
          name={`disks.${index}.format`}
          label={t("Format")}
          choices={isRemote(source) ? [["raw", "raw"]] : formats}
        />
      )}
      <ChoiceField
        name={`disks.${index}.bus`}
        label={t("Bus")}
        choices={[
          ["virtio", "virtio"],
          ["scsi", "SCSI"],
          ["sata", "SATA"],
          ["cdrom", "CD-ROM"],
        ]}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 sm:col-span-4">
        <CheckField name={`disks.${index}.readOnly`} label={t("Read only")} />
        <KeptNote facts={diskExtras(kept, t)} />
        <Button look="quiet" aria-label={t("Remove disk {number}", { number })} onClick={onRemove}>
          {t("Remove")}
        </Button>
      </div>
    </fieldset>
  );
}
