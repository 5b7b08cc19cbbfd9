import { formatBytes } from "#lib/format.ts";
import type { Translate } from "#lib/messages/translate.ts";
import type { DiskSpec, InstanceDetail, InstanceSpec, InstanceState } from "@gantry/kvm-core/model";

/** Where the bytes of a disk are, in one line. */
export function sourceText({ source }: Pick<DiskSpec, "source">, t: Translate): string {
  return "empty" in source ? t("no CD in the drive") : Object.values(source).join("");
}

/** What can be said of how large a disk is. Bytes. */
export interface KnownSize {
  readonly virtualBytes: number | undefined;
  readonly usedBytes: number | undefined;
}

/** A running QEMU knows it of any source, the host only of files. */
export function sizeOf({ figures, diskSizes }: InstanceDetail, name: string): KnownSize {
  const live = figures?.disks.find((one) => one.name === name);
  const file = diskSizes?.find((one) => one.name === name);
  return {
    virtualBytes: live?.virtualSizeBytes ?? file?.virtualBytes,
    usedBytes: file?.usedBytes,
  };
}

/** "8 GiB", "unknown": the size a guest sees. */
export function sizeText(size: KnownSize, t: Translate): string {
  return size.virtualBytes === undefined ? t("unknown") : formatBytes(size.virtualBytes, t);
}

/** Whether a QEMU process has the devices at this moment. */
export function isLive(state: InstanceState): boolean {
  return !["stopped", "crashed", "suspended", "unknown"].includes(state);
}

/** Why a disk cannot be made larger from here, whatever the instance does. */
export function whyNotResize(
  { bus, readOnly, source }: DiskSpec,
  state: InstanceState,
  t: Translate,
): string | undefined {
  if (bus === "cdrom" || readOnly) return t("It is read only; make its image larger elsewhere.");
  if (!("file" in source) && !isLive(state))
    return t("It is no file: make it larger where it is, the next start sees it.");
  return undefined;
}

/** Why a disk cannot be taken out while the instance runs. */
export function whyNotDetach({ bus }: DiskSpec, state: InstanceState, t: Translate): string | undefined {
  if (!isLive(state)) return undefined;
  if (bus === "sata") return t("A SATA disk cannot be unplugged while it runs; stop it first.");
  if (bus === "cdrom") return t("A CD drive cannot be unplugged while it runs; the CD in it can be changed.");
  return undefined;
}

/** Why a disk cannot be copied. */
export function whyNotBackUp({ source }: DiskSpec, state: InstanceState, t: Translate): string | undefined {
  if ("empty" in source) return t("There is no CD in the drive.");
  if (!("file" in source) && !isLive(state)) return t("It is no file, and only a running QEMU can read it.");
  return undefined;
}

/** Disks whose content a snapshot keeps: all that the guest may write to. */
export function snapshotDisks({ disks }: Pick<InstanceSpec, "disks">): DiskSpec[] {
  return disks.filter(({ bus, readOnly, source }) => bus !== "cdrom" && !readOnly && !("empty" in source));
}

/** Why an instance with these disks can have no snapshots; undefined when it can. */
export function whyNoSnapshots(spec: Pick<InstanceSpec, "disks">, t: Translate): string | undefined {
  const disks = snapshotDisks(spec);
  if (disks.length === 0) return t("It has no disk that its guest may write to. Give it a qcow2 disk.");
  const unfit = disks.find(({ source, format }) => !("file" in source) || format !== "qcow2");
  if (unfit === undefined) return undefined;
  const what = "file" in unfit.source ? t("a raw image") : t("no image file");
  return t(
    "Its disk {disk} is {what}, and only qcow2 image files keep snapshots. Convert it, or make it read only.",
    { disk: unfit.name, what },
  );
}

/** What to do about a guest that stands still because of its storage, by what went wrong. */
export function ioErrorFix(ioStatus: string | undefined, t: Translate): string {
  return ioStatus === "nospace"
    ? t("Make room where its image lies, then resume it: the write that failed is made again.")
    : t(
        "Look at the host's kernel log and at the storage. When it works again, resume it: what failed is tried again.",
      );
}
