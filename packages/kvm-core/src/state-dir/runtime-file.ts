import { rmSync } from "node:fs";
import * as z from "zod";
import { accountSchema } from "../model/account.ts";
import type { ReadyFile } from "./atomic-file.ts";
import { makeChecksummedReady, readChecksummed, writeChecksummed } from "./checksummed-file.ts";
import { pinnedMachineSchema } from "./instance-file.ts";
import type { Layout } from "./layout.ts";

/** What was recorded when a QEMU process was started. Never an argv: that is always built again from the spec. */
export const runtimeFileSchema = z.strictObject({
  uuid: z.uuid(),
  incarnation: z.string(),
  process: z.strictObject({ bootId: z.string(), pid: z.int(), startTicks: z.string() }),
  processDir: z.string(),
  machine: pinnedMachineSchema,
  qemuVersion: z.string(),
  startedAt: z.string(),
  epoch: z.int(),
  serialPorts: z.int(),
  taps: z.array(z.string()),
  /** As whom it runs; null: as the agent does. */
  account: accountSchema.nullable().default(null),
  /** Interfaces, by their number, that are being changed or unplugged: what a dead agent began, the next one finishes. */
  unsettledNics: z
    .array(z.strictObject({ number: z.int(), doing: z.enum(["change", "unplug"]) }))
    .default([]),
  /** The same of disks, by their name. */
  unsettledDisks: z
    .array(z.strictObject({ name: z.string(), doing: z.enum(["change", "unplug"]) }))
    .default([]),
});
/** See {@link runtimeFileSchema}. */
export type RuntimeFile = z.output<typeof runtimeFileSchema>;

/** Writes the runtime file of an instance durably. */
export async function writeRuntime(layout: Layout, runtime: RuntimeFile): Promise<void> {
  await writeChecksummed(layout.runtimeFile(runtime.uuid), runtime);
}

/** Makes the runtime file of an instance ready, to be published once its process is whole. */
export async function makeRuntimeReady(layout: Layout, runtime: RuntimeFile): Promise<ReadyFile> {
  return await makeChecksummedReady(layout.runtimeFile(runtime.uuid), runtime);
}

/** The runtime file, or undefined when nothing is recorded to run. Throws `state_damaged`. */
export async function readRuntime(layout: Layout, uuid: string): Promise<RuntimeFile | undefined> {
  return await readChecksummed(layout.runtimeFile(uuid), runtimeFileSchema);
}

/** Forgets the process. Called only after it is known to be gone. */
export async function removeRuntime(layout: Layout, uuid: string): Promise<void> {
  rmSync(layout.runtimeFile(uuid), { force: true });
  rmSync(layout.endingFile(uuid), { force: true });
}
