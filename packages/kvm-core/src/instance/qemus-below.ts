import { readdir, readFile } from "node:fs/promises";

/** A QEMU process of this host, as its command line tells. */
export interface FoundQemu {
  readonly pid: number;
  readonly incarnation: string;
  readonly uuid: string | undefined;
}

/** Every QEMU process whose files lie below `runDir`, whether a record speaks of it or not. */
export async function qemusBelow(runDir: string): Promise<FoundQemu[]> {
  const found: FoundQemu[] = [];
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const commandLine = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
    // The path stands in QEMU's own options, where commas are doubled.
    if (!commandLine.includes(`${runDir.replaceAll(",", ",,")}/`)) continue;
    const incarnation = /id=monitor-([0-9a-f]{16})/.exec(commandLine)?.[1];
    const uuid = /\0-uuid\0([0-9a-f-]{36})\0/.exec(commandLine)?.[1];
    if (incarnation !== undefined) found.push({ pid: Number(entry), incarnation, uuid });
  }
  return found;
}
