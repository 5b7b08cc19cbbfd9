import { GantryError } from "../model/error.ts";
import { queryMigrate } from "../qmp/index.ts";
import type { Instance } from "./instance.ts";

/**
 * A guest that came by post-copy runs before all of its memory is here, and what is not here can neither be saved nor thrown
 * away.
 *
 * @throws GantryError `busy`; nothing was changed.
 */
export async function assertMemoryWhole({ name, live }: Pick<Instance, "name" | "live">): Promise<void> {
  if (live === undefined || !(await queryMigrate(live.monitor)).status.startsWith("postcopy-")) return;
  throw new GantryError("busy", {
    message: `${name} came by post-copy, and not all of its memory has arrived yet.`,
    hint: "Wait until its migration has ended, and try again.",
  });
}
