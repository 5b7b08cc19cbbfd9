import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makerOf, stateDiskOf } from "./names.ts";
import { removeNamespace } from "./network.ts";
import { unmountStateDisk } from "./state-disk.ts";
import { run } from "./run.ts";

/** Removes the worlds of campaigns that were killed. @returns their names. */
export async function removeLeftovers(): Promise<string[]> {
  return await removeWorlds((maker) => !isAlive(maker));
}

/** Removes every world of this process, whatever it is doing: when it is told to end. */
export async function removeOwnWorlds(): Promise<void> {
  await removeWorlds((maker) => maker === process.pid);
}

/** Namespaces with all that runs in them, and directories. */
async function removeWorlds(isMeant: (maker: number) => boolean): Promise<string[]> {
  const isTheirs = (name: string) => {
    const maker = makerOf(name);
    return maker !== undefined && isMeant(maker);
  };
  const listed = await run("ip", "netns", "list").catch(() => "");
  const namespaces = listed.split("\n").map((line) => line.split(" ")[0] ?? "");
  const found = namespaces.filter(isTheirs);
  for (const name of found) await removeNamespace(name);
  const directories = (await readdir(tmpdir())).filter(isTheirs);
  for (const name of directories)
    for (const place of ["a", "b"]) await unmountStateDisk(...stateDiskOf(join(tmpdir(), name), place));
  for (const name of directories) await unmountStateDisk(join(tmpdir(), name));
  for (const name of directories) await rm(join(tmpdir(), name), { recursive: true, force: true });
  return [...found, ...directories];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Why no world can be made on this machine; undefined when one can. */
export async function whyNoWorld(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "network namespaces with names take root";
  const name = `gantry-campaign-${process.pid}-0-probe`;
  try {
    await run("ip", "netns", "add", name);
    await run("ip", "-n", name, "link", "add", "one", "type", "veth", "peer", "name", "two");
    return undefined;
  } catch (error) {
    return `network namespaces cannot be made here: ${error instanceof Error ? error.message.trim() : String(error)}`;
  } finally {
    await removeNamespace(name);
  }
}
