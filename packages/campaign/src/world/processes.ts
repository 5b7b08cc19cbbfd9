import { readdir, readFile } from "node:fs/promises";
import type { HostPlace } from "./names.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** A QEMU process of an instance, found by its command line. */
export interface QemuProcess {
  readonly pid: number;
  readonly host: HostPlace;
}

/** Every QEMU process of an instance on both hosts, found without asking any agent. One that is dead already is none. */
export async function qemusOf({ hosts }: World, uuid: string): Promise<QemuProcess[]> {
  return (await allQemus()).flatMap(({ pid, words }): QemuProcess[] => {
    const host = ([hosts.a, hosts.b] as const).find(({ runDir }) => words.includes(`${runDir}/`));
    return host === undefined || !words.includes(uuid) ? [] : [{ pid, host: host.place }];
  });
}

/** Kills every QEMU whose files are below a directory, and waits until none is left. */
export async function killQemusBelow(runDir: string): Promise<void> {
  await until(`no QEMU is left below ${runDir}`, async () => {
    const ours = (await allQemus()).filter(({ words }) => words.includes(`${runDir}/`));
    for (const { pid } of ours) signalProcess(pid, "SIGKILL");
    return ours.length === 0 ? true : undefined;
  });
}

/** One that has just ended by itself is no fault. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone.
  }
}

async function allQemus(): Promise<{ readonly pid: number; readonly words: string }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return words.includes("-uuid\0") ? [{ pid: Number(pid), words }] : [];
    }),
  );
  return found.flat();
}
