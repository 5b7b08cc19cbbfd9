import type { Snapshot } from "../../model/snapshot.ts";
import { queryNamedBlockNodes } from "../../qmp/index.ts";
import { type ImageSnapshot, imageSnapshots } from "../../storage/index.ts";
import { GantryError } from "../../model/error.ts";
import type { Instance } from "../instance.ts";
import { type SnapshotDisk, snapshotDisks } from "./snapshot-disks.ts";

/** The snapshots that the images of an instance hold, oldest first. The images are the truth: no list is kept beside. */
export async function listSnapshots(instance: Instance): Promise<Snapshot[]> {
  const disks = snapshotDisks(instance.stored.spec);
  const found = await snapshotsOf(instance, disks);
  const names = new Set(found.flatMap(({ snapshots }) => snapshots.map(({ name }) => name)));
  return [...names].map((name) => merge(name, found)).sort((a, b) => a.takenAt.localeCompare(b.takenAt));
}

/** @throws GantryError `not_found` when no disk has it. */
export async function findSnapshot(instance: Instance, name: string): Promise<Snapshot> {
  const all = await listSnapshots(instance);
  const found = all.find((snapshot) => snapshot.name === name);
  if (found !== undefined) return found;
  const others = all.map((snapshot) => snapshot.name).join(", ");
  throw new GantryError("not_found", {
    message: `${instance.name} has no snapshot ${name}; it has ${others === "" ? "none" : others}.`,
    hint: "Look at the list of its snapshots.",
    details: { snapshot: name },
  });
}

interface DiskSnapshots {
  readonly disk: string;
  readonly snapshots: readonly ImageSnapshot[];
}

async function snapshotsOf({ live }: Instance, disks: readonly SnapshotDisk[]): Promise<DiskSnapshots[]> {
  if (live === undefined) {
    return await Promise.all(
      disks.map(async ({ name, file }) => ({ disk: name, snapshots: await imageSnapshots(file) })),
    );
  }
  const nodes = await queryNamedBlockNodes(live.monitor);
  return disks.map(({ name, node }) => ({
    disk: name,
    snapshots: nodes.find(({ nodeName }) => nodeName === node)?.image.snapshots ?? [],
  }));
}

function merge(name: string, found: readonly DiskSnapshots[]): Snapshot {
  const each = found.map(({ disk, snapshots }) => ({
    disk,
    one: snapshots.find((one) => one.name === name),
  }));
  const memoryBytes = Math.max(0, ...each.map(({ one }) => one?.memoryBytes ?? 0));
  const times = each.flatMap(({ one }) => (one === undefined ? [] : [one.at.getTime()]));
  return {
    name,
    takenAt: new Date(Math.min(...times)).toISOString(),
    memory: memoryBytes > 0,
    memoryBytes,
    disks: each.map(({ disk, one }) => ({ disk, present: one !== undefined })),
    complete: each.every(({ one }) => one !== undefined),
  };
}
