import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { GantryError } from "../../model/error.ts";
import {
  listenForStream,
  migrate,
  migrateCancel,
  migrateSetCapabilities,
  migrateSetParameters,
  type MigrationInfo,
} from "../../qmp/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import type { OperationContext } from "../operation-context.ts";
import { memoryCapabilities } from "./memory-capabilities.ts";
import { transferEnded } from "./transfer-ended.ts";

/** What devices hold besides the memory, and the description QEMU adds; far more than was ever seen. */
const devicesMiB = 64;
const mebibyte = 1_048_576;

/** What was written, and how to know it again. */
export interface WrittenMemory {
  readonly bytes: number;
  readonly sha256: string;
}

/** @throws GantryError `disk_full` when the file system of the state directory could not take all of the memory. */
export async function assertRoomForMemory({ name, uuid, stored, services }: Instance): Promise<void> {
  const directory = services.layout.instanceDir(uuid);
  const { bavail, bsize } = await statfs(directory);
  const freeMiB = Math.floor((bavail * bsize) / mebibyte);
  const neededMiB = stored.spec.memoryMiB + devicesMiB;
  if (freeMiB >= neededMiB) return;
  throw new GantryError("disk_full", {
    message: `The memory of ${name} may need ${neededMiB} MiB in ${directory}; ${freeMiB} MiB are free.`,
    hint: "Free space on that file system, or stop the guest instead.",
    where: `${name} runs on as before.`,
    details: { neededMiB, freeMiB },
  });
}

/**
 * Lets QEMU, whose guest stands still, write memory and devices into the memory file, and returns once all of it is on
 * disk. QEMU has let go of its images then. When it fails, the guest is still whole in QEMU.
 *
 * @throws GantryError `disk_full`, `qemu_failed` with QEMU's words, `cancelled`.
 */
export async function saveMemory(
  instance: Instance,
  live: LiveQemu,
  context: OperationContext,
): Promise<WrittenMemory> {
  if (context.signal.aborted) throw cancelled(instance);
  const file = instance.services.layout.savedMemory(instance.uuid);
  await rm(file, { force: true });
  await migrateSetCapabilities(live.monitor, memoryCapabilities);
  // QEMU's own default is 128 MiB/s; 0 lifts the limit.
  await migrateSetParameters(live.monitor, { "max-bandwidth": 0 });
  // Undefined for as long as QEMU has not connected: one that fails before that leaves nothing to wait for.
  let writing: Promise<WrittenMemory> | undefined;
  using _listening = await listenForStream(live.paths.migration, (socket) => {
    writing = writeHashed(file, socket);
    writing.catch(() => undefined);
  });
  await migrate(live.monitor, `unix:${live.paths.migration}`);
  const { status, errorDesc } = await followSaving(live, context);
  if (status === "cancelled") throw cancelled(instance);
  try {
    const written = await writing;
    if (status === "completed" && written !== undefined) return written;
  } catch (error) {
    if (status === "completed" || isFileFault(error)) throw failed(instance, error);
  }
  throw failed(instance, new Error(errorDesc ?? `QEMU says ${status}`));
}

async function followSaving(live: LiveQemu, context: OperationContext): Promise<MigrationInfo> {
  let asked = false;
  return await transferEnded(live.monitor, async ({ ram }) => {
    if (context.signal.aborted && !asked) {
      asked = true;
      await migrateCancel(live.monitor);
    }
    if (ram === undefined || ram.totalBytes === 0) return;
    const written = ram.totalBytes - ram.remainingBytes;
    context.progress(written / ram.totalBytes, `${Math.floor(written / mebibyte)} MiB written`);
  });
}

async function writeHashed(path: string, stream: Socket): Promise<WrittenMemory> {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* counted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  await pipeline(stream, counted, createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }));
  return { bytes, sha256: hash.digest("hex") };
}

/** What goes wrong between QEMU and us is told better by QEMU; what goes wrong with the file only we know. */
function isFileFault(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && error.syscall !== "read";
}

function failed({ name, services, uuid }: Instance, error: unknown): GantryError {
  const why = error instanceof Error ? error.message : String(error);
  const isFull = error instanceof Error && "code" in error && error.code === "ENOSPC";
  return new GantryError(isFull ? "disk_full" : "qemu_failed", {
    message: `The memory of ${name} could not be saved: ${why}.`,
    hint: isFull
      ? `Free space in ${dirname(services.layout.savedMemory(uuid))} and suspend it again.`
      : "QEMU's own words say why; suspend it again or stop it instead.",
    where: `${name} is still in its QEMU on ${services.host}.`,
    cause: error,
  });
}

function cancelled({ name, services }: Instance): GantryError {
  return new GantryError("cancelled", {
    message: `Suspending ${name} was cancelled.`,
    hint: "Nothing is lost; suspend it again whenever it suits.",
    where: `${name} is still in its QEMU on ${services.host}.`,
  });
}
