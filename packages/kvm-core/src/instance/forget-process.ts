import { rmSync } from "node:fs";
import { removeTaps } from "../network/index.ts";
import { settleSavedMemory } from "./suspend/settle-saved-memory.ts";
import { removeRuntime, type StoredInstance, writeInstance } from "../state-dir/index.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu, ProcessEnd } from "./live-qemu.ts";
import { releaseOwnership } from "./ownership.ts";
import { unlessStoreIsAway } from "./store-outage.ts";
import { takeFilesBack } from "./take-files-back.ts";

/**
 * Removes everything that a process left, once it is known to be gone: consoles, taps, sockets, runtime file, the
 * permission to run. Safe to repeat after a crash at any line.
 */
export async function forgetProcess(
  instance: Instance,
  live: Pick<LiveQemu, "runtime" | "incarnation" | "markForgotten">,
  how: ProcessEnd,
): Promise<void> {
  const { services, uuid } = instance;
  await Promise.all([
    ...instance.ports.map((port) => port.detach()),
    removeTaps(live.runtime.taps, services.network.run),
    takeFilesBack(instance),
  ]);
  // Some ten names in memory.
  rmSync(live.runtime.processDir, { recursive: true, force: true });
  const end = await endOrSuspended(instance, how);
  instance.stored = withEnd(instance, end, live.incarnation);
  await Promise.all([
    writeInstance(services.layout, instance.stored),
    unlessStoreIsAway(instance, "the note that it ended", () =>
      releaseOwnership(services, uuid, live.incarnation),
    ),
  ]);
  // Last: as long as it is there, whoever comes next does all of this again.
  await removeRuntime(services.layout, uuid);
  services.crashPolicy.cancel(uuid);
  if (instance.live?.incarnation === live.incarnation) instance.live = undefined;
  instance.outOfReach = undefined;
  instance.observe(end.state, end.reason);
  live.markForgotten();
}

/** However the process ended: as long as a saved memory is the guest, the instance is suspended and nothing is lost. */
async function endOrSuspended({ services, uuid }: Instance, end: ProcessEnd): Promise<ProcessEnd> {
  const saved = await settleSavedMemory(services.layout, uuid);
  if (saved === undefined || end.state === "suspended") return end;
  return { state: "suspended", reason: `Its memory is still saved. ${end.reason}` };
}

/** What is kept of an instance whose process has ended: crashes are only counted as long as they follow each other. */
export function withEnd(
  { stored }: Instance,
  { state, reason, ranUntilEndOf }: ProcessEnd,
  incarnation?: string,
): StoredInstance {
  const lastExit = { state, reason, ranUntilEndOf, incarnation, at: new Date().toISOString() };
  return { ...stored, lastExit, crashes: state === "crashed" ? stored.crashes : undefined };
}

/** Removes what is recorded of a process of which no more is known than that it does not live any more. */
export async function forgetRuntime(instance: Instance): Promise<undefined> {
  const { services, uuid } = instance;
  const end = {
    state: "crashed",
    reason: "Its QEMU ended while no agent ran, and its runtime file is damaged.",
  } as const;
  instance.stored = withEnd(instance, end);
  await writeInstance(services.layout, instance.stored);
  await unlessStoreIsAway(instance, "the note that it ended", async () => {
    const held = await services.ownership.read(uuid);
    if (held?.record.incarnation != null) await releaseOwnership(services, uuid, held.record.incarnation);
  });
  instance.observe(end.state, end.reason);
}
