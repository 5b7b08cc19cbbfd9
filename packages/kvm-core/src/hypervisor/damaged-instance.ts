import type { HostServices } from "../instance/index.ts";
import type { FoundQemu } from "../instance/qemus-below.ts";
import { GantryError } from "../model/error.ts";
import type { Finding } from "../model/host.ts";
import type { InstanceSummary } from "../model/instance.ts";
import type { DamagedFile } from "../state-dir/index.ts";

/** An instance whose file cannot be trusted: its row in the list, what every verb on it says, and what the doctor says. */
export interface DamagedInstance {
  readonly summary: InstanceSummary;
  readonly error: GantryError;
  readonly finding: Finding;
}

/** Shows a damaged instance as unknown. Its file and its process, which may be a running guest, are left alone. */
export function showDamaged(
  { host, log }: Pick<HostServices, "host" | "log">,
  { uuid, error, name: guess }: DamagedFile,
  processes: readonly FoundQemu[],
): DamagedInstance {
  const name = guess ?? uuid;
  const pid = processes.find((found) => found.uuid === uuid)?.pid;
  const runs = pid === undefined ? "No QEMU process of it runs." : `QEMU process ${pid} of it runs on.`;
  const reason = `${error.message} ${runs}`;
  log("error", `Instance ${name} is damaged and left alone: ${reason}`, { uuid });
  return {
    summary: {
      name,
      uuid,
      host,
      state: "unknown",
      cpus: 0,
      memoryMiB: 0,
      since: new Date().toISOString(),
      reason,
    },
    error: new GantryError("state_damaged", {
      message: `${name}: ${error.message}`,
      hint: "Restore the file from a backup and start the agent again. What runs of it was left alone.",
      where: runs,
      details: { ...error.details, uuid, ...(pid === undefined ? {} : { pid }) },
    }),
    finding: {
      code: "instance_damaged",
      level: "fail",
      message: `Instance ${name} is damaged. ${reason}`,
      fix: "Restore the file from a backup, or end what runs of it and move its directory away; then start the agent again.",
    },
  };
}
