import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makerOf } from "./names.ts";
import { removeNamespace } from "./network.ts";
import { run } from "./run.ts";

/**
 * Removes the worlds of campaigns that were killed: namespaces with all that runs in them, and directories.
 *
 * @returns their names.
 */
export async function removeLeftovers(): Promise<string[]> {
  const listed = await run("ip", "netns", "list").catch(() => "");
  const namespaces = listed.split("\n").map((line) => line.split(" ")[0] ?? "");
  const abandoned = namespaces.filter(isAbandoned);
  for (const name of abandoned) await removeNamespace(name);
  const directories = (await readdir(tmpdir())).filter(isAbandoned);
  for (const name of directories) await rm(join(tmpdir(), name), { recursive: true, force: true });
  return [...abandoned, ...directories];
}

function isAbandoned(name: string): boolean {
  const maker = makerOf(name);
  return maker !== undefined && !isAlive(maker);
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
