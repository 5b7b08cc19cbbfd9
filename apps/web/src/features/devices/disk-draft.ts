import type { DiskSpec } from "@gantry/kvm-core/model";
import { typedNumber } from "./typed-number.ts";

/** A disk as somebody writes it down, before anything of it is checked. */
export interface DiskDraft {
  readonly name: string;
  readonly source: "new" | "file" | "device" | "nbd" | "rbd" | "iscsi";
  readonly place: string;
  readonly sizeMiB: string;
  readonly format: "qcow2" | "raw";
  readonly bus: string;
  readonly readOnly: boolean;
}

/** A draft with a name that no disk has yet. */
export function emptyDraft(disks: readonly Pick<DiskSpec, "name">[]): DiskDraft {
  const isFree = (name: string) => disks.every((disk) => disk.name !== name);
  const numbered = disks.map((_, index) => `data-${index + 2}`);
  const name = ["data", ...numbered].find(isFree) ?? "";
  return {
    name,
    source: "new",
    place: "",
    sizeMiB: "10240",
    format: "qcow2",
    bus: "virtio",
    readOnly: false,
  };
}

/** Whether it is reached over the network: then only raw bytes are. */
export function isRemote(source: DiskDraft["source"]): boolean {
  return source === "nbd" || source === "rbd" || source === "iscsi";
}

/** What `disks.attach` is sent, unchecked. */
export function diskInput(instance: string, draft: DiskDraft): Record<string, unknown> {
  const { name, source, place, format, bus, readOnly } = draft;
  return {
    instance,
    disk: { name, source: { [source === "new" ? "file" : source]: place }, format, bus, readOnly },
    ...(source === "new" && { newDisk: { sizeMiB: typedNumber(draft.sizeMiB) } }),
  };
}

/** The same as arguments of `gantry`. */
export function diskCommand(instance: string, draft: DiskDraft): string[] {
  const { name, source, place, format, bus, readOnly, sizeMiB } = draft;
  return [
    ...["disk", "attach", instance, name],
    ...[`--${source === "new" ? "file" : source}`, place],
    ...(source === "new" ? ["--new", `${sizeMiB.trim()}M`] : []),
    ...["--format", format, "--bus", bus],
    ...(readOnly ? ["--read-only"] : []),
  ];
}
