import { killProcess, readIdentity } from "../process/index.ts";
import { readRuntime, removeRuntime, writeInstance } from "../state-dir/index.ts";
import { noteUnlessFull, type WantedEnd } from "./end-on-purpose.ts";
import { forgetProcess, withEnd } from "./forget-process.ts";
import type { Instance } from "./instance.ts";
import { qemusBelow } from "./qemus-below.ts";
import { takeFilesBack } from "./take-files-back.ts";

/**
 * Ends what may still run of an instance that could not be taken up: its QEMU hangs, or its runtime file is damaged. The
 * processes are found by their command lines, so that no file has to be believed. Does nothing when there are none.
 */
export async function endUnreachable(instance: Instance, end: WantedEnd): Promise<void> {
  const { services, uuid } = instance;
  const { layout } = services;
  for (const { pid, incarnation, uuid: whose } of await qemusBelow(layout.directories.runDir)) {
    if (whose !== uuid) continue;
    const identity = await readIdentity(pid);
    if (identity === undefined) continue;
    const { reason, ranUntilEndOf } = end;
    await noteUnlessFull(instance, { uuid, incarnation }, { reason, ranUntilEndOf });
    await killProcess(identity, incarnation);
  }
  const runtime = await readRuntime(layout, uuid).catch(() => undefined);
  if (runtime !== undefined) {
    return await forgetProcess(
      instance,
      { runtime, incarnation: runtime.incarnation, markForgotten: () => undefined },
      end,
    );
  }
  // Damaged: the next start claims the record anew and finds its taps by their names.
  await takeFilesBack(instance);
  await removeRuntime(layout, uuid);
  services.crashPolicy.cancel(uuid);
  instance.stored = withEnd(instance, end);
  await writeInstance(layout, instance.stored);
  instance.outOfReach = undefined;
  instance.observe(end.state, end.reason);
}
