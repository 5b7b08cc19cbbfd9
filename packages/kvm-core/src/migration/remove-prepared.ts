import { rm } from "node:fs/promises";
import { type HostServices, removeVariables, returnFiles } from "../instance/index.ts";
import { removeTaps } from "../network/index.ts";
import { killProcess } from "../process/index.ts";
import { type Layout, readRuntime, removeInstance } from "../state-dir/index.ts";
import { type IncomingFile, removeIncoming } from "./incoming-file.ts";
import { removeImages } from "./incoming-images.ts";
import { readArrived } from "./incoming-past.ts";

/**
 * Removes everything of a guest that was prepared here, and perhaps half handed over, but never let run. The record stays
 * as it is: it gives no right without an instance, and the source, which is told `gone`, takes its guest back by it.
 */
export async function removePrepared(
  services: HostServices,
  { request, runtime }: IncomingFile,
): Promise<void> {
  const { layout } = services;
  await killProcess(runtime.process, runtime.incarnation);
  await removeTaps(runtime.taps, services.network.run);
  await rm(runtime.processDir, { recursive: true, force: true });
  await returnFiles(services, request.uuid);
  await removeHalfArrived(layout, { request, runtime });
  await removeImages(layout, request.migrationId);
  await removeIncoming(layout, request.migrationId);
}

/** What a hand-over that never came to the run gate had written down of the instance, if it had come so far. */
export async function removeHalfArrived(
  layout: Layout,
  { request: { uuid, migrationId }, runtime }: Pick<IncomingFile, "request" | "runtime">,
): Promise<void> {
  const recorded = await readRuntime(layout, uuid).catch(() => undefined);
  // Of a process that died meanwhile nothing is recorded any more, but that it had arrived is.
  const isRecorded = recorded?.incarnation === runtime.incarnation;
  if (isRecorded || (await readArrived(layout, migrationId)) !== undefined)
    await removeInstance(layout, uuid);
  else await removeVariables(layout.uefiVariables(uuid));
  await rm(layout.arrivedFile(migrationId), { force: true });
}
