import { rm } from "node:fs/promises";
import { GantryError } from "../model/error.ts";
import { removeTaps } from "../network/index.ts";
import { killProcess } from "../process/index.ts";
import type { RuntimeFile } from "../state-dir/index.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu } from "./live-qemu.ts";
import type { HostServices } from "./services.ts";

/** Removes what a process left whose guest is in another one of this host: nothing that the two share. */
export async function forgetEmptied(instance: Instance, live: LiveQemu): Promise<void> {
  try {
    await endEmptied(instance.services, live.runtime);
    live.markForgotten();
  } catch (thrown) {
    const error = GantryError.from(thrown);
    instance.services.log("error", `${instance.name}: what an older process left could not be removed`, {
      error: error.message,
    });
    live.markNotForgotten(error);
  }
}

/** Ends a process whose guest is in another one of this host, if it still lives, and removes what is its alone. Safe to repeat. */
export async function endEmptied(
  { network }: Pick<HostServices, "network">,
  { process, incarnation, taps, processDir }: RuntimeFile,
): Promise<void> {
  await killProcess(process, incarnation);
  await removeTaps(taps, network.run);
  await rm(processDir, { recursive: true, force: true });
}
