import { GantryError } from "../../model/error.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { snapshotSave, transaction } from "../../qmp/index.ts";
import { dropSnapshot, makeSnapshot } from "../../storage/index.ts";
import { assertMemoryWhole } from "../assert-memory-whole.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { type OperationContext, runStep, silentContext } from "../operation-context.ts";
import type { Quiesce } from "../quiesce.ts";
import { dropBeside, keepBeside } from "./kept-snapshot.ts";
import { findSnapshot, listSnapshots } from "./list-snapshots.ts";
import { type SnapshotDisk, snapshotDisks } from "./snapshot-disks.ts";
import { forgetJob, runHoldingJob } from "./snapshot-job.ts";

/** What to take. */
export interface TakeOptions {
  readonly name: string;
  /** With the guest's memory; said nothing, with it as long as the guest has one. */
  readonly memory?: boolean | undefined;
  /** Brings the guest's file systems to rest while its disks alone are taken. */
  readonly quiesce?: Quiesce | undefined;
}

/**
 * Takes a snapshot of all disks that the guest may write to, inside their images, together: of a running or paused guest
 * with its memory, which makes it stand still for as long as the memory takes to write; without memory at one moment and
 * without a pause, as after a power failure; of a stopped instance, disk by disk.
 *
 * A guest that ran runs on by QEMU's own doing when its memory is written, also when this agent has died meanwhile.
 *
 * @throws GantryError `unsupported` (a disk cannot keep it), `name_taken`, `wrong_state`, `disk_full`, `qemu_failed` with
 *   QEMU's words: then nothing of it is left and the guest is as it was.
 */
export async function takeSnapshot(
  instance: Instance,
  options: TakeOptions,
  context: OperationContext = silentContext(),
): Promise<Snapshot> {
  using _lock = instance.lock.take(instance.name, "snapshot");
  instance.assertAllowed("snapshot");
  const { name } = options;
  const disks = await runStep(context, "check", async () => {
    await assertMemoryWhole(instance);
    return await check(instance, options);
  });
  await using undo = new AsyncDisposableStack();
  undo.defer(() => dropBeside(instance, name));
  await keepBeside(instance, name);
  await runStep(context, "take", () => take(instance, disks, { options, undo }));
  undo.move();
  return await findSnapshot(instance, name);
}

async function check(instance: Instance, { name, memory }: TakeOptions): Promise<SnapshotDisk[]> {
  const disks = snapshotDisks(instance.stored.spec);
  if (memory === true && instance.live === undefined) {
    throw new GantryError("wrong_state", {
      message: `${instance.name} is ${instance.state} and has no memory that could be in a snapshot.`,
      hint: "Take it without memory, or start the instance first.",
      where: instance.where(),
    });
  }
  if ((await listSnapshots(instance)).some((snapshot) => snapshot.name === name)) {
    throw new GantryError("name_taken", {
      message: `${instance.name} already has a snapshot ${name}.`,
      hint: "Choose another name, or delete that one first.",
      details: { snapshot: name },
    });
  }
  return disks;
}

async function take(
  { live, ...rest }: Pick<Instance, "live" | "name" | "services">,
  disks: readonly SnapshotDisk[],
  { options, undo }: { readonly options: TakeOptions; readonly undo: AsyncDisposableStack },
): Promise<void> {
  const { name, memory, quiesce } = options;
  if (live === undefined) return await takeStopped(disks, name, undo);
  if (memory === false) {
    await using _resting = await quiesce?.();
    return await takeAtOnce(live, disks, name);
  }
  await takeWithMemory({ live, name: rest.name, host: rest.services.host }, disks, name);
}

async function takeStopped(
  disks: readonly SnapshotDisk[],
  name: string,
  undo: AsyncDisposableStack,
): Promise<void> {
  for (const { file } of disks) {
    await makeSnapshot(file, name);
    undo.defer(() => dropSnapshot(file, name));
  }
}

/** All disks at one moment of the guest's time, or none. */
async function takeAtOnce(live: LiveQemu, disks: readonly SnapshotDisk[], name: string): Promise<void> {
  const actions = disks.map(({ root }) => ({
    type: "blockdev-snapshot-internal-sync" as const,
    data: { device: root, name },
  }));
  await transaction(live.monitor, actions, { timeoutMs: 60_000 });
}

async function takeWithMemory(
  { live, name, host }: { readonly live: LiveQemu; readonly name: string; readonly host: string },
  disks: readonly SnapshotDisk[],
  tag: string,
): Promise<void> {
  const jobId = `take-${tag}`;
  const devices = disks.map(({ node }) => node);
  const [vmstate = ""] = devices;
  const error = await runHoldingJob(live, jobId, (patience) =>
    snapshotSave(live.monitor, { jobId, tag, vmstate, devices }, patience),
  );
  await forgetJob(live, jobId);
  if (error === undefined) return;
  throw new GantryError(error.includes("No space left") ? "disk_full" : "qemu_failed", {
    message: `The snapshot ${tag} of ${name} could not be taken: ${error}.`,
    hint: "QEMU's own words say why. Nothing of it is left.",
    where: `${name} is on ${host}, as it was.`,
    details: { snapshot: tag },
  });
}
