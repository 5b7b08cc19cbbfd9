import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DemoPlace } from "./demo.ts";

/** Everything of a demo that should have gone with it: processes, sockets, temporary files, network interfaces. */
export async function whatIsLeft(place: DemoPlace): Promise<string[]> {
  const left = await Promise.all([
    processes(place),
    sockets(place),
    socketFiles(place),
    temporaryFiles(place),
  ]);
  return left.flat();
}

/** Names of the host's network interfaces: taps would be among them. */
export async function networkInterfaces(): Promise<string[]> {
  return (await readdir("/sys/class/net")).toSorted();
}

/** Ends whatever still runs of a demo whose test was cut short. */
export async function endWhatRuns(place: DemoPlace): Promise<void> {
  for (const { pid } of await findProcesses(place)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It went with one that was ended before it.
    }
  }
}

async function processes(place: DemoPlace): Promise<string[]> {
  return (await findProcesses(place)).map(
    ({ pid, commandLine }) => `process ${pid}: ${commandLine.slice(0, 200)}`,
  );
}

/** Processes whose command line names the demo's directory, which has a name of its own. */
async function findProcesses({ state }: DemoPlace): Promise<{ pid: number; commandLine: string }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = pids.map(async (pid) => {
    const commandLine = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll(
      "\0",
      " ",
    );
    return commandLine.includes(state) ? [{ pid: Number(pid), commandLine }] : [];
  });
  return (await Promise.all(found)).flat();
}

async function sockets({ state }: DemoPlace): Promise<string[]> {
  const table = await readFile("/proc/net/unix", "utf8");
  return table
    .split("\n")
    .filter((line) => line.includes(state))
    .map((line) => `open socket ${line.slice(line.indexOf("/"))}`);
}

async function socketFiles({ state }: DemoPlace): Promise<string[]> {
  const entries = await readdir(state, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isSocket() || entry.isFIFO())
    .map((entry) => `socket file ${join(entry.parentPath, entry.name)}`);
}

async function temporaryFiles({ temporary }: DemoPlace): Promise<string[]> {
  const names = await readdir(temporary, { recursive: true });
  return names
    .filter((name) => !madeByNode.test(name))
    .map((name) => `temporary file ${join(temporary, name)}`);
}

/** Node keeps compiled code of npm there, for the next time. */
const madeByNode = /^node-compile-cache(\/|$)/;
