import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { GantryError } from "../../model/error.ts";
import { lastWords } from "../../process/index.ts";
import { connectStream, migrateIncoming, migrateSetCapabilities } from "../../qmp/index.ts";
import type { SavedMemory } from "../../state-dir/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { memoryCapabilities } from "./memory-capabilities.ts";
import { transferEnded } from "./transfer-ended.ts";

/**
 * Gives a saved memory to a QEMU that was started to wait for it. The guest stands still afterwards and no disk is open
 * for writing: only the run gate does that.
 *
 * @throws GantryError `qemu_failed` with QEMU's words, `state_damaged` when the file is not what was written.
 */
export async function loadMemory(instance: Instance, live: LiveQemu, saved: SavedMemory): Promise<void> {
  const { layout } = instance.services;
  const file = layout.savedMemory(instance.uuid);
  await migrateSetCapabilities(live.monitor, memoryCapabilities);
  await migrateIncoming(live.monitor, `unix:${live.paths.migration}`);
  const read = await feed(file, live.paths.migration).catch((error: unknown) => error);
  const ended = await transferEnded(live.monitor).catch((error: unknown) => error);
  if (read instanceof Error || !isCompleted(ended)) throw refused(instance, await words(instance, ended));
  if (read !== saved.sha256) throw damaged(instance, file);
}

/**
 * Sends the file to QEMU. It closes its end as soon as it has what it needs, so nothing is awaited after the last byte.
 *
 * @returns the SHA-256 of everything that was sent.
 */
async function feed(file: string, socketPath: string): Promise<string> {
  const hash = createHash("sha256");
  const socket = await connectStream(socketPath);
  using _socket = { [Symbol.dispose]: () => socket.end() };
  const closed = new AbortController();
  socket.on("error", () => undefined).once("close", () => closed.abort());
  socket.resume();
  const chunks: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: 1_048_576 });
  for await (const chunk of chunks) {
    hash.update(chunk);
    if (!socket.write(chunk)) await once(socket, "drain", { signal: closed.signal });
  }
  return hash.digest("hex");
}

function isCompleted(ended: unknown): boolean {
  return typeof ended === "object" && ended !== null && "status" in ended && ended.status === "completed";
}

/** A QEMU that cannot read its memory ends, and says why in its log. */
async function words({ services, uuid }: Instance, ended: unknown): Promise<string> {
  if (!(ended instanceof Error)) return "it did not take all of it";
  return await lastWords(services.layout.qemuLog(uuid));
}

function refused({ name, services }: Instance, why: string): GantryError {
  return new GantryError("qemu_failed", {
    message: `QEMU could not read the saved memory of ${name}: ${why}`,
    hint: "The memory is kept: mend what QEMU names and start it again, or force stop it to discard the memory and boot.",
    where: `${name} is suspended on ${services.host}.`,
  });
}

function damaged({ name, services }: Instance, file: string): GantryError {
  return new GantryError("state_damaged", {
    message: `The saved memory of ${name} is not what was written: ${file} was altered or its disk is bad.`,
    hint: "Restore the file from a backup, or force stop the instance to discard it and boot.",
    where: `${name} is suspended on ${services.host}.`,
    details: { path: file },
  });
}
