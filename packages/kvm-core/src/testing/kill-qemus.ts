import { readdirSync, readFileSync } from "node:fs";
import type { TemporaryHost } from "./temporary-host.ts";

/** Kills QEMU processes of a host at this very moment, before anything else can happen. @param which those meant. */
export function killQemus({ dir }: TemporaryHost, which: (pid: number) => boolean = () => true): void {
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry) || !which(Number(entry))) continue;
    const commandLine = readIfAlive(`/proc/${entry}/cmdline`);
    if (!commandLine.includes("qemu-system") || !commandLine.includes(`${dir}/run/`)) continue;
    process.kill(Number(entry), "SIGKILL");
    // The kernel takes some milliseconds; until then it would still be found.
    while (readIfAlive(`/proc/${entry}/cmdline`) !== "");
  }
}

function readIfAlive(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
