import { rename, stat } from "node:fs/promises";
import { GantryError } from "../model/error.ts";
import { readIdentity, startedAt } from "../process/index.ts";
import { journalMentions, readRuntime, type RuntimeFile, writeRuntime } from "../state-dir/index.ts";
import { forgetRuntime } from "./forget-process.ts";
import type { Instance } from "./instance.ts";
import type { FoundQemu } from "./qemus-below.ts";
import { pinnedOf } from "./start-instance.ts";

/**
 * What is recorded of an instance's process. Where the runtime file is damaged or gone, it is built again from the
 * process that lives: its command line, /proc, the ownership record and the journal, which knows whether it was ever let
 * run. A damaged one is kept beside the new one, as `runtime.json.damaged`.
 *
 * @param processes the QEMU processes of this host.
 * @returns undefined when nothing runs.
 */
export async function findRuntime(
  instance: Instance,
  processes: readonly FoundQemu[],
): Promise<RuntimeFile | undefined> {
  const { services, uuid } = instance;
  try {
    const recorded = await readRuntime(services.layout, uuid);
    if (recorded !== undefined) return recorded;
  } catch (error) {
    if (!(error instanceof GantryError) || error.code !== "state_damaged") throw error;
    services.log("error", `${instance.name}: ${error.message}`, { keptAs: "runtime.json.damaged" });
    const file = services.layout.runtimeFile(uuid);
    await rename(file, `${file}.damaged`);
    return (await rebuild(instance, processes)) ?? (await forgetRuntime(instance));
  }
  return await rebuild(instance, processes);
}

async function rebuild(
  instance: Instance,
  processes: readonly FoundQemu[],
): Promise<RuntimeFile | undefined> {
  const { services, uuid, stored } = instance;
  // A store that does not answer hides nothing but a process that is there.
  if (!processes.some((process) => process.uuid === uuid)) return undefined;
  const held = await services.ownership.read(uuid);
  const found = processes.find(({ incarnation }) => incarnation === held?.record.incarnation);
  if (held === undefined || found?.uuid !== uuid || held.record.owner !== services.host) return undefined;
  // One that was never let run is an orphan of a start that was not finished, and is swept.
  if (!(await journalMentions(services.layout.journalFile(uuid), found.incarnation))) return undefined;
  const identity = await readIdentity(found.pid);
  if (identity === undefined) return undefined;
  const runtime: RuntimeFile = {
    uuid,
    incarnation: found.incarnation,
    process: identity,
    processDir: found.processDir,
    machine: pinnedOf(instance),
    qemuVersion: services.qemu.version,
    startedAt: (await startedAt(identity)).toISOString(),
    epoch: held.record.epoch,
    serialPorts: stored.spec.serial.length,
    taps: [...found.taps],
    account: await accountOf(found.pid),
    unsettledNics: [],
    unsettledDisks: [],
  };
  await writeRuntime(services.layout, runtime);
  services.log("warn", `${instance.name}: its runtime file was built again from process ${found.pid}`);
  return runtime;
}

/** As whom a process runs; null when as ourselves. */
async function accountOf(pid: number): Promise<RuntimeFile["account"]> {
  const { uid, gid } = await stat(`/proc/${pid}`);
  return uid === process.getuid?.() ? null : { uid, gid };
}
