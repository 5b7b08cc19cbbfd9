import { readdir, readFile } from "node:fs/promises";
import type { HostPlace } from "./names.ts";
import type { World } from "./world.ts";

/** A QEMU process of an instance, found by its command line. */
export interface QemuProcess {
  readonly pid: number;
  readonly host: HostPlace;
}

/** Every QEMU process of an instance on both hosts, found without asking any agent. One that is dead already is none. */
export async function qemusOf({ hosts }: World, uuid: string): Promise<QemuProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<QemuProcess[]> => {
      const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      if (!words.includes(uuid) || !words.includes("-uuid\0")) return [];
      const host = ([hosts.a, hosts.b] as const).find(({ runDir }) => words.includes(`${runDir}/`));
      return host === undefined ? [] : [{ pid: Number(pid), host: host.place }];
    }),
  );
  return found.flat();
}
