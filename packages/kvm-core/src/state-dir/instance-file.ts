import { mkdir, readdir, rm } from "node:fs/promises";
import * as z from "zod";
import { machinePlacesSchema } from "../model/places.ts";
import { instanceSpecSchema } from "../model/spec.ts";
import { readChecksummed, writeChecksummed } from "./checksummed-file.ts";
import type { Layout } from "./layout.ts";

/** Machine facts fixed at the first start and kept, so that the guest always sees the same machine. */
export const pinnedMachineSchema = z.strictObject({
  machineType: z.string(),
  cpuModel: z.string(),
  accelerator: z.enum(["kvm", "tcg"]),
});
/** See {@link pinnedMachineSchema}. */
export type PinnedMachine = z.output<typeof pinnedMachineSchema>;

/** What is kept of an instance while it exists on this host. */
export const storedInstanceSchema = z.strictObject({
  uuid: z.uuid(),
  spec: instanceSpecSchema,
  createdAt: z.string(),
  pinned: pinnedMachineSchema.nullable(),
  /** Where its devices sit: given at the first start, or when they are plugged in, and kept while they exist. */
  places: machinePlacesSchema.nullable().default(null),
  /** How the last process ended, when it ended badly: survives an agent restart. */
  lastExit: z
    .strictObject({ state: z.enum(["stopped", "crashed", "suspended"]), at: z.string(), reason: z.string() })
    .nullable(),
});
/** See {@link storedInstanceSchema}. */
export type StoredInstance = z.output<typeof storedInstanceSchema>;

/** Writes an instance durably. */
export async function writeInstance(layout: Layout, stored: StoredInstance): Promise<void> {
  await mkdir(layout.instanceDir(stored.uuid), { recursive: true, mode: 0o700 });
  await writeChecksummed(layout.instanceFile(stored.uuid), stored);
}

/** Every readable instance, and the damaged ones by uuid with their error. */
export async function readInstances(
  layout: Layout,
): Promise<{ instances: StoredInstance[]; damaged: Map<string, unknown> }> {
  const damaged = new Map<string, unknown>();
  const instances: StoredInstance[] = [];
  for (const uuid of await readdir(layout.instancesDir)) {
    try {
      const stored = await readChecksummed(layout.instanceFile(uuid), storedInstanceSchema);
      if (stored !== undefined) instances.push(stored);
    } catch (error) {
      damaged.set(uuid, error);
    }
  }
  return { instances, damaged };
}

/** Removes everything that is kept of an instance; its logs stay. */
export async function removeInstance(layout: Layout, uuid: string): Promise<void> {
  await rm(layout.instanceDir(uuid), { recursive: true, force: true });
}
