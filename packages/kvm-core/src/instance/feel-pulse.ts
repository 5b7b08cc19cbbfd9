import { isAlive } from "../process/index.ts";
import { queryStatus } from "../qmp/index.ts";
import { buryDead } from "./bury-dead.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu } from "./live-qemu.ts";

/**
 * How long QEMU may be silent before it is shown as unresponsive, in milliseconds. One that is well takes 0.2 of it, on a
 * host whose processors are all busy some hundred.
 */
const silenceMs = 2000;
/** QEMU may take as long as it likes to answer: the longest that a timer can be set to, 24 days. */
const withoutEnd = { timeoutMs: 2 ** 31 - 1 };

/**
 * Asks QEMU for a sign of life. While it owes one for more than two seconds the instance is shown as unresponsive; the
 * answer, however late, ends that by itself. Costs QEMU 0.16 ms, and nothing while an earlier question is open.
 */
export function feelPulse(instance: Instance): void {
  const { live, outOfReach } = instance;
  if (live !== undefined && !live.askedForPulse && !live.monitor.isClosed) void ask(instance, live);
  // What its disk has no room for is tried again with the next beat.
  if (outOfReach !== undefined) buryIfDead(instance).catch(() => undefined);
}

async function ask(instance: Instance, live: LiveQemu): Promise<void> {
  live.askedForPulse = true;
  const askedAt = new Date().toISOString();
  const timer = setTimeout(() => {
    live.silentSince = askedAt;
    instance.publish();
  }, silenceMs);
  timer.unref();
  try {
    // What it says is no news: its events have told that.
    await queryStatus(live.monitor, withoutEnd);
  } catch {
    // Its end is followed where its monitor is watched.
  } finally {
    clearTimeout(timer);
    live.askedForPulse = false;
    const wasSilent = live.silentSince !== undefined;
    live.silentSince = undefined;
    if (wasSilent) instance.publish();
  }
}

/** No monitor tells of its end: its socket is gone. */
async function buryIfDead(instance: Instance): Promise<void> {
  const { outOfReach } = instance;
  if (outOfReach === undefined || (await isAlive(outOfReach.process))) return;
  await buryDead(instance, outOfReach);
}
