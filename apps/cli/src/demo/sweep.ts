import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { DemoHost } from "./demo-layout.ts";
import { endProcess, identify } from "./process-identity.ts";

/**
 * Leaves nothing of a host's run time: ends QEMUs whose agent could not, found by their sockets' directory in their
 * command lines, and removes that directory.
 *
 * @returns how many had to be ended
 */
export async function sweep({ runDir }: DemoHost): Promise<number> {
  const pids = await findQemus(runDir);
  for (const pid of pids) {
    const identity = await identify(pid);
    if (identity !== undefined) await endProcess(identity, 0);
  }
  await rm(runDir, { recursive: true, force: true });
  return pids.length;
}

async function findQemus(runDir: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const matches = pids.map(async (pid) => {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const [program = ""] = commandLine.split("\0", 1);
    return basename(program).startsWith("qemu-system-") && commandLine.includes(join(runDir, "/"))
      ? [pid]
      : [];
  });
  return (await Promise.all(matches)).flat();
}
