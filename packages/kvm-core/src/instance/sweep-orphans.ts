import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { killProcess, readIdentity } from "../process/index.ts";
import { qemusBelow } from "./qemus-below.ts";
import type { HostServices } from "./services.ts";

/**
 * Ends QEMU processes of this host that no record names: an agent died between spawning one and recording it, so its
 * CPUs never ran. Found by the run directory in their command line. Removes process directories that nobody uses.
 */
export async function sweepOrphans(services: HostServices, known: ReadonlySet<string>): Promise<void> {
  const { runDir } = services.layout.directories;
  for (const { pid, incarnation } of await qemusBelow(runDir)) {
    if (known.has(incarnation)) continue;
    const identity = await readIdentity(pid);
    if (identity === undefined) continue;
    services.log(
      "warn",
      `Ending QEMU process ${pid}: no record names its incarnation, it never ran a guest`,
      { incarnation },
    );
    await killProcess(identity, incarnation);
  }
  for (const name of await readdir(runDir)) {
    const start = /^[0-9a-f]{8}-([0-9a-f]{4,8})$/.exec(name)?.[1];
    if (start !== undefined && ![...known].some((incarnation) => incarnation.startsWith(start)))
      await rm(join(runDir, name), { recursive: true, force: true });
  }
}
