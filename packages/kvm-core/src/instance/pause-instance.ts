import { cont, stop } from "../qmp/index.ts";
import type { Instance } from "./instance.ts";
import { openRunGate } from "./run-gate.ts";
import { observeStatus } from "./follow-event.ts";

/** Stops the guest's CPUs; its memory stays. */
export async function pauseInstance(instance: Instance): Promise<void> {
  using _lock = instance.lock.take(instance.name, "pause");
  instance.assertAllowed("pause");
  const live = instance.running;
  await stop(live.monitor);
  await observeStatus(instance, live);
}

/** Lets a paused guest go on, also one that was stopped by an I/O error that has been mended. */
export async function resumeInstance(instance: Instance): Promise<void> {
  using _lock = instance.lock.take(instance.name, "resume");
  instance.assertAllowed("resume");
  const live = instance.running;
  await openRunGate(instance.services, live, () => cont(live.monitor));
  await observeStatus(instance, live);
}
