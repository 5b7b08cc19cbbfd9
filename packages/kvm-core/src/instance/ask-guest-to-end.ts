import { shutDown } from "../guest-agent/index.ts";
import { systemPowerdown } from "../qmp/index.ts";
import type { LiveQemu } from "./live-qemu.ts";

/** How long an agent may take to show that it listens, before the power button is pressed instead. */
const agentMs = 3000;

/** A guest that is being asked; disposing it takes the question back as far as it was not put yet. */
export interface Asking extends Disposable {
  /** Never resolves: rejects when the guest could not be asked at all. */
  readonly failed: Promise<never>;
}

/**
 * Asks a guest once to power off or to reboot: through its agent if it runs one that listens, else by its power button,
 * pressed once, because a second press cancels the shutdown in some guests. What the guest does is told by QEMU's events.
 */
export function askGuest(live: LiveQemu, what: "powerdown" | "reboot"): Asking {
  const takenBack = new AbortController();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  ask(live, what, takenBack.signal).catch(failed.reject);
  return { failed: failed.promise, [Symbol.dispose]: () => takenBack.abort() };
}

async function ask(live: LiveQemu, what: "powerdown" | "reboot", signal: AbortSignal): Promise<void> {
  if (live.agent.isPresent) {
    const taken = await shutDown(live.agent, what, { timeoutMs: agentMs, signal }).then(
      () => true,
      () => false,
    );
    if (taken) return;
  }
  if (!signal.aborted) await systemPowerdown(live.monitor, { signal });
}
