import { rmSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import * as z from "zod";
import { machinePlacesSchema } from "../model/places.ts";
import { GantryError } from "../model/error.ts";
import { nameSchema } from "../model/name.ts";
import { instanceSpecSchema } from "../model/spec.ts";
import type { ReadyFile } from "./atomic-file.ts";
import { makeChecksummedReady, readChecksummed, writeChecksummed } from "./checksummed-file.ts";
import type { Layout } from "./layout.ts";

/** Machine facts fixed at the first start and kept, so that the guest always sees the same machine. */
export const pinnedMachineSchema = z.strictObject({
  machineType: z.string(),
  cpuModel: z.string(),
  accelerator: z.enum(["kvm", "tcg"]),
});
/** See {@link pinnedMachineSchema}. */
export type PinnedMachine = z.output<typeof pinnedMachineSchema>;

/** How often a guest crashed in a row, and when it is started again (ISO 8601); null: not by itself. */
const crashesSchema = z.strictObject({ count: z.int().min(1), nextAt: z.string().nullable() });
/** See {@link crashesSchema}. */
export type Crashes = z.output<typeof crashesSchema>;

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
    .extend({
      /** The boot id of the host that it ran until the end of; nobody wanted it to end. */
      ranUntilEndOf: z.string().optional(),
      /** Which process ended so; absent when its record was damaged. */
      incarnation: z.string().optional(),
    })
    .nullable(),
  crashes: crashesSchema.optional(),
});
/** See {@link storedInstanceSchema}. */
export type StoredInstance = z.output<typeof storedInstanceSchema>;

/** Makes the directory that everything of an instance lies in. Without the instance's own file in it, it is none. */
export async function makeInstanceDirectory(layout: Layout, uuid: string): Promise<void> {
  await mkdir(layout.instanceDir(uuid), { recursive: true, mode: 0o700 });
}

/** Writes an instance durably. */
export async function writeInstance(layout: Layout, stored: StoredInstance): Promise<void> {
  await makeInstanceDirectory(layout, stored.uuid);
  await writeChecksummed(layout.instanceFile(stored.uuid), stored);
}

/** Makes the file of an instance ready, in the directory that is there already; published, it is an instance. */
export async function makeInstanceReady(layout: Layout, stored: StoredInstance): Promise<ReadyFile> {
  return await makeChecksummedReady(layout.instanceFile(stored.uuid), stored);
}

/** An instance whose file cannot be trusted. */
export interface DamagedFile {
  readonly uuid: string;
  readonly error: GantryError;
  /** The name that stands in the file, if one can be made out: to be shown, and for nothing else. */
  readonly name: string | undefined;
}

/** Every readable instance, and the damaged ones with their error. */
export async function readInstances(
  layout: Layout,
): Promise<{ instances: StoredInstance[]; damaged: DamagedFile[] }> {
  const damaged: DamagedFile[] = [];
  const instances: StoredInstance[] = [];
  const read = async (uuid: string) => {
    try {
      const stored = await readChecksummed(layout.instanceFile(uuid), storedInstanceSchema);
      if (stored !== undefined) instances.push(stored);
    } catch (error) {
      const name = await guessName(layout.instanceFile(uuid));
      damaged.push({ uuid, error: GantryError.from(error), name });
    }
  };
  await Promise.all((await readdir(layout.instancesDir)).map(read));
  return { instances, damaged };
}

/** Removes everything that is kept of an instance; its logs stay. */
export async function removeInstance(layout: Layout, uuid: string): Promise<void> {
  // That may be large, and takes its time on some file systems; what else there is are a few small files.
  await rm(layout.savedMemory(uuid), { force: true });
  rmSync(layout.instanceDir(uuid), { recursive: true, force: true });
}

async function guessName(path: string): Promise<string | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const guess = nameSchema.safeParse(/"spec":\{"name":"([^"]*)"/.exec(text)?.[1]);
  return guess.data;
}
