import { rm } from "node:fs/promises";
import { type HostServices, releaseOwnership, removeVariables, returnFiles } from "../instance/index.ts";
import { removeTaps } from "../network/index.ts";
import { killProcess } from "../process/index.ts";
import { readRuntime, removeInstance } from "../state-dir/index.ts";
import { type IncomingFile, removeIncoming } from "./incoming-file.ts";
import { removeImages } from "./incoming-images.ts";

/**
 * Removes everything of a guest that was prepared here, and perhaps half handed over, but never let run: the file that
 * speaks of it goes before the run gate opens. Afterwards the source is told `gone` and takes its guest back.
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
  await rm(layout.arrivedFile(request.migrationId), { force: true });
  const left = await readRuntime(layout, request.uuid).catch(() => undefined);
  if (left?.incarnation === runtime.incarnation) await removeInstance(layout, request.uuid);
  else await removeVariables(layout.uefiVariables(request.uuid));
  // A shared record is the source's to take back; it gives no right without a process.
  if (!services.ownership.shared) await releaseOwnership(services, request.uuid, runtime.incarnation);
  await removeImages(layout, request.migrationId);
  await removeIncoming(layout, request.migrationId);
}
