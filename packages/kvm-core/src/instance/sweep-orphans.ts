import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { killProcess, readIdentity } from "../process/index.ts";
import { qemusBelow } from "./qemus-below.ts";
import type { HostServices } from "./services.ts";

/** What must not be swept. */
export interface Kept {
  /** Incarnations that a record names. */
  readonly known: ReadonlySet<string>;
  /** Instances whose records cannot be believed: whatever runs of them stays. */
  readonly spared: ReadonlySet<string>;
}

/**
 * Ends QEMU processes of this host that no record names: an agent died between spawning one and recording it, so its
 * CPUs never ran. Found by the run directory in their command line. Removes process directories that nobody uses.
 */
export async function sweepOrphans(services: HostServices, { known, spared }: Kept): Promise<void> {
  const { runDir } = services.layout.directories;
  const used = new Set<string>();
  for (const { pid, incarnation, uuid, processDir } of await qemusBelow(runDir)) {
    if (known.has(incarnation) || (uuid !== undefined && spared.has(uuid))) {
      used.add(processDir);
      continue;
    }
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
    const path = join(runDir, name);
    if (/^[0-9a-f]{8}-[0-9a-f]{4,8}$/.test(name) && !used.has(path))
      await rm(path, { recursive: true, force: true });
  }
}
