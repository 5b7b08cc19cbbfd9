import { constants } from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { readChecksummed, writeChecksummed } from "../../state-dir/index.ts";
import type { Instance } from "../instance.ts";

const machineSchema = z.record(z.string(), z.string());

/** What is kept beside the images for one snapshot. */
function pathOf({ services, uuid }: Instance, name: string, ending: "json" | "fd"): string {
  return join(services.layout.snapshotsDir(uuid), `${name}.${ending}`);
}

/** The machine as the guest sees it, part by part: memory of one machine is garbage to another. */
function machineOf({ stored }: Instance): Record<string, string> {
  const { spec, pinned, places } = stored;
  const parts = {
    cpus: spec.cpus,
    memoryMiB: spec.memoryMiB,
    acpi: spec.acpi,
    disks: spec.disks.map(({ name, bus }) => [name, bus]),
    nics: spec.nics.map(({ mac, model }) => [mac, model]),
    serial: spec.serial.length,
    machine: [pinned?.machineType, pinned?.cpuModel],
    places,
  };
  return Object.fromEntries(
    Object.entries(parts).map(([part, value]) => [part, JSON.stringify(value ?? null)]),
  );
}

/** Keeps what the images cannot: which machine it is, and the UEFI variables, which lie in a file of their own. */
export async function keepBeside(instance: Instance, name: string): Promise<void> {
  const { layout } = instance.services;
  await mkdir(layout.snapshotsDir(instance.uuid), { recursive: true, mode: 0o700 });
  await copyIfPresent(layout.uefiVariables(instance.uuid), pathOf(instance, name, "fd"));
  await writeChecksummed(pathOf(instance, name, "json"), machineOf(instance));
}

/** Removes it. */
export async function dropBeside(instance: Instance, name: string): Promise<void> {
  await rm(pathOf(instance, name, "json"), { force: true });
  await rm(pathOf(instance, name, "fd"), { force: true });
}

/**
 * Puts the UEFI variables of a stopped instance back; a guest that goes back with its memory brings its own. Where it had
 * none yet, it has none again. After a migration nothing was kept, and they stay as they are.
 */
export async function restoreVariables(instance: Instance, name: string): Promise<void> {
  const variables = instance.services.layout.uefiVariables(instance.uuid);
  const wasKept = await copyIfPresent(pathOf(instance, name, "fd"), variables);
  if (wasKept || (await readChecksummed(pathOf(instance, name, "json"), machineSchema)) === undefined) return;
  await rm(variables, { force: true });
}

/** The parts of the machine that are not as they were; empty also when nothing was kept, as after a migration. */
export async function changedSince(instance: Instance, name: string): Promise<string[]> {
  const before = await readChecksummed(pathOf(instance, name, "json"), machineSchema);
  if (before === undefined) return [];
  return Object.entries(machineOf(instance))
    .filter(([part, value]) => before[part] !== value)
    .map(([part]) => part);
}

/** Whether there was anything to copy. */
async function copyIfPresent(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
