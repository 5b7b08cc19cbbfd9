import { GantryError } from "../../model/index.ts";
import type { Patience } from "../waiting.ts";
import type { Members } from "./block-graph.ts";
import type { QmpMonitor } from "./wait-for-job.ts";
import type { QmpCaller } from "./ask.ts";

/** Plugs a device in (`driver`, `id`, `bus`, and the properties of its driver). The guest is told at once. */
export async function deviceAdd(caller: QmpCaller, device: Members, options?: Patience): Promise<void> {
  await caller.executeUnchecked("device_add", device, options);
}

/** Asks the guest to let a device go. Answers at once; {@link unplugDevice} waits until it did. */
export async function deviceDel(caller: QmpCaller, id: string, options?: Patience): Promise<void> {
  await caller.execute("device_del", { id }, options);
}

/**
 * Asks the guest to let a device go and waits until it is gone from QEMU; only then can its disk or netdev be removed.
 * Once asked it may still happen later. A guest that does not run, or has no hot-plug, never answers.
 *
 * @throws GantryError `timed_out` (the guest still holds it after 30 s or `timeoutMs`; asking again is allowed),
 *   `wrong_state` (the guest refused), `monitor_failed` (no such device, not removable, QEMU ended), `cancelled`.
 */
export async function unplugDevice(
  monitor: QmpMonitor,
  id: string,
  { timeoutMs = 30_000, signal }: Patience = {},
): Promise<void> {
  const enough = new AbortController();
  const signals = signal === undefined ? [enough.signal] : [enough.signal, signal];
  // A device's parts announce themselves first, without an id of their own.
  const answer = monitor.waitForEvent(
    ({ event, data }) =>
      (event === "DEVICE_DELETED" || event === "DEVICE_UNPLUG_GUEST_ERROR") && data["device"] === id,
    { timeoutMs, signal: AbortSignal.any(signals) },
  );
  answer.catch(() => undefined);
  try {
    await askToLetGo(monitor, id, signal);
    const { event } = await answer.catch((cause: unknown) => {
      throw isTimeout(cause) ? stillHeld(id, timeoutMs, cause) : cause;
    });
    if (event === "DEVICE_UNPLUG_GUEST_ERROR") throw guestRefused(id);
  } finally {
    enough.abort();
  }
}

async function askToLetGo(monitor: QmpMonitor, id: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    await deviceDel(monitor, id, { signal });
  } catch (error) {
    // An earlier request that the guest has not answered yet is as good as this one. QEMU has no class for it.
    if (!(error instanceof GantryError && error.message.includes("already in the process of unplug")))
      throw error;
  }
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof GantryError && cause.code === "monitor_timeout";
}

function stillHeld(id: string, timeoutMs: number, cause: unknown): GantryError {
  return new GantryError("timed_out", {
    message: `The guest has not let go of ${id} within ${timeoutMs} ms.`,
    hint: "It may still do so. A guest that is paused, still boots, or knows no hot-plug does not; stop it to remove the device.",
    details: { device: id, timeoutMs },
    cause,
  });
}

function guestRefused(id: string): GantryError {
  return new GantryError("wrong_state", {
    message: `The guest refuses to let go of ${id}.`,
    hint: "It is in use: unmount or disable it inside the guest, then try again.",
    details: { device: id },
  });
}
