import type { Layout } from "../state-dir/index.ts";
import { removeIncoming } from "./incoming-file.ts";
import { keepImages } from "./incoming-images.ts";

/** The guest has arrived: it is an instance like any other from now on, and the disks that were copied are its own. */
export async function endWaiting(layout: Layout, migrationId: string): Promise<void> {
  await keepImages(layout, migrationId);
  await removeIncoming(layout, migrationId);
}
