import {
  diskNodes,
  diskOfNode,
  fromTheTop,
  limitsId,
  limitsObject,
  throttleLimits,
} from "../../command-line/index.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import { GantryError } from "../../model/error.ts";
import {
  blockdevAdd,
  blockdevDel,
  objectAdd,
  objectDel,
  qomList,
  qomSet,
  queryNamedBlockNodes,
} from "../../qmp/index.ts";
import type { LiveQemu } from "../live-qemu.ts";

/** How long a disk may take to be opened, in milliseconds: one behind a network address has to be connected. */
const openMs = 30_000;

/** Makes the object that holds a disk's limits. */
export async function addLimits({ monitor }: LiveQemu, disk: DiskSpec): Promise<void> {
  await objectAdd(monitor, limitsObject(disk));
}

/** Tells QEMU the limits of a disk. */
export async function setLimits(
  { monitor }: LiveQemu,
  { name, limits = {} }: Pick<DiskSpec, "name" | "limits">,
): Promise<void> {
  const property = { path: `/objects/${limitsId(name)}`, property: "limits" };
  await qomSet(monitor, property, throttleLimits(limits));
}

/**
 * Opens the nodes of a disk.
 *
 * @param index of the disk in the spec, for the path of a fault.
 * @throws GantryError `file_in_use` when another QEMU has it open, `monitor_failed` with QEMU's words.
 */
export async function openNodes({ monitor }: LiveQemu, disk: DiskSpec, index: number): Promise<void> {
  for (const node of diskNodes(disk, index)) {
    await blockdevAdd(monitor, node, { timeoutMs: openMs }).catch(tellInUse(disk.name));
  }
}

/** Closes every node of a disk that is open, from the top; none of them may be in use. */
export async function closeNodes({ monitor }: LiveQemu, name: string): Promise<void> {
  // A QEMU that is gone holds nothing open.
  if (monitor.isClosed) return;
  const open = await queryNamedBlockNodes(monitor);
  const own = open.flatMap(({ nodeName }) =>
    nodeName !== undefined && diskOfNode(nodeName) === name ? [nodeName] : [],
  );
  for (const node of fromTheTop(own)) await blockdevDel(monitor, node);
}

/** Removes everything that a disk without a device has left. Safe to repeat. */
export async function removeParts(live: LiveQemu, name: string): Promise<void> {
  await closeNodes(live, name);
  if (live.monitor.isClosed) return;
  const objects = await qomList(live.monitor, "/objects");
  if (objects.some((object) => object.name === limitsId(name))) await objectDel(live.monitor, limitsId(name));
}

/** A lock that another process holds, which QEMU meets when it opens an image or when a device takes it. */
export function tellInUse(name: string): (thrown: unknown) => never {
  return (thrown) => {
    const error = GantryError.from(thrown);
    if (!/Failed to get .*lock/.test(error.message)) throw error;
    throw new GantryError("file_in_use", {
      message: `Disk ${name} is in use: ${error.message}`,
      hint: "Stop or unplug what has the image open. Several instances may share one only if all of them only read it.",
      details: { ...error.details, disk: name },
      cause: error,
    });
  };
}
