import { rm } from "node:fs/promises";
import { join } from "node:path";
import { killProcess, readIdentity } from "../process/index.ts";
import type { FoundQemu } from "./qemus-below.ts";
import type { HostServices } from "./services.ts";

/** What was there before anything was taken up, and what of it must not be swept. What was started since is not in it. */
export interface Sweep {
  /** The QEMU processes of this host. */
  readonly processes: readonly FoundQemu[];
  /** Names in the run directory. */
  readonly names: readonly string[];
  /** Incarnations that a record names. */
  readonly known: ReadonlySet<string>;
  /** Instances whose records cannot be believed: whatever runs of them stays. */
  readonly spared: ReadonlySet<string>;
}

/**
 * Ends QEMU processes of this host that no record names: an agent died between spawning one and recording it, so its
 * CPUs never ran. Found by the run directory in their command line. Removes process directories that nobody uses.
 */
export async function sweepOrphans(
  services: HostServices,
  { processes, names, known, spared }: Sweep,
): Promise<void> {
  const { runDir } = services.layout.directories;
  const used = new Set<string>();
  for (const { pid, incarnation, uuid, processDir } of processes) {
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
  for (const name of names) {
    const path = join(runDir, name);
    if (/^[0-9a-f]{8}-[0-9a-f]{4,8}$/.test(name) && !used.has(path))
      await rm(path, { recursive: true, force: true });
  }
}
