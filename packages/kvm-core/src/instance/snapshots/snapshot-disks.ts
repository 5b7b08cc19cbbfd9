import { formatNode, isReadOnly, throttleNode } from "../../command-line/index.ts";
import { GantryError } from "../../model/error.ts";
import type { InstanceSpec } from "../../model/spec.ts";

/** A disk that takes part in every snapshot. */
export interface SnapshotDisk {
  readonly name: string;
  readonly file: string;
  /** The node of its image in a QEMU that runs. */
  readonly node: string;
  /** The node on top, which some commands of QEMU insist on. */
  readonly root: string;
}

/**
 * Every disk that the guest may write to: a snapshot is of all of them or of none.
 *
 * @throws GantryError `unsupported` when one of them cannot keep snapshots, or when there is none.
 */
export function snapshotDisks({ name, disks }: Pick<InstanceSpec, "name" | "disks">): SnapshotDisk[] {
  const writable = disks.filter((disk) => !isReadOnly(disk) && !("empty" in disk.source));
  if (writable.length === 0) {
    throw new GantryError("unsupported", {
      message: `${name} has no disk that its guest may write to, so nothing could keep a snapshot.`,
      hint: "Give it a qcow2 disk.",
    });
  }
  return writable.map((disk) => {
    if (!("file" in disk.source) || disk.format !== "qcow2") throw cannotKeep(name, disk);
    return {
      name: disk.name,
      file: disk.source.file,
      node: formatNode(disk.name),
      root: throttleNode(disk.name),
    };
  });
}

function cannotKeep(name: string, disk: InstanceSpec["disks"][number]): GantryError {
  const what = "file" in disk.source ? "a raw image" : "no image file";
  const fix =
    "file" in disk.source
      ? `Stop ${name}, convert it (\`qemu-img convert -f raw -O qcow2 ${disk.source.file} …\`) and name the qcow2 image in its spec; or make the disk readOnly.`
      : "Use a qcow2 image file, or the snapshots of its storage.";
  return new GantryError("unsupported", {
    message: `${name} can have no snapshots: its disk ${disk.name} is ${what}, and only qcow2 image files keep them.`,
    hint: fix,
    details: { disk: disk.name },
  });
}
