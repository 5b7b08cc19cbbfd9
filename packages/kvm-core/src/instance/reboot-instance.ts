import { cont, systemPowerdown, systemReset } from "../qmp/index.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu } from "./live-qemu.ts";
import { type OperationContext, runStep, silentContext } from "./operation-context.ts";
import { openRunGate } from "./run-gate.ts";
import { guestShutDown } from "./stop-instance.ts";
import { observeStatus } from "./follow-event.ts";

/** How to reboot: letting the guest shut down first, or resetting the machine at once. */
export interface RebootOptions {
  readonly hard: boolean;
  readonly timeoutSeconds: number;
}

/**
 * Reboots an instance in its present QEMU process, so that there is no moment without one: the guest shuts down, QEMU
 * stays (`-no-shutdown`), the machine is reset and let run again.
 *
 * @throws GantryError `stop_timed_out` when the guest did not shut down; it runs on.
 */
export async function rebootInstance(
  instance: Instance,
  options: RebootOptions,
  context: OperationContext = silentContext(),
): Promise<void> {
  using _lock = instance.lock.take(instance.name, "reboot");
  instance.assertAllowed(options.hard ? "reset" : "reboot");
  const live = instance.running;
  if (options.hard) return await runStep(context, "reset", () => reset(instance, live));
  await runStep(context, "ask the guest", () => shutDownAndStay(instance, live, { options, context }));
  await runStep(context, "reset", () => reset(instance, live));
}

async function shutDownAndStay(
  instance: Instance,
  live: LiveQemu,
  { options, context }: { readonly options: RebootOptions; readonly context: OperationContext },
): Promise<void> {
  instance.rebooting = true;
  try {
    const stop = new AbortController();
    const shutdown = live.monitor.waitForEvent((event) => event.event === "SHUTDOWN", {
      signal: stop.signal,
    });
    using _ = { [Symbol.dispose]: () => stop.abort() };
    shutdown.catch(() => undefined);
    context.mayCancel(true);
    await systemPowerdown(live.monitor);
    await guestShutDown(instance, { ...options, done: shutdown, signal: context.signal, verb: "reboot" });
    context.mayCancel(false);
  } finally {
    instance.rebooting = false;
  }
}

/** What the crash policy does about a panic. @throws GantryError `busy`, or `wrong_state` when it is panicked no more. */
export async function resetPanicked(instance: Instance): Promise<void> {
  using _lock = instance.lock.take(instance.name, "reset after a panic");
  instance.assertAllowed("reset");
  await reset(instance, instance.running);
}

async function reset(instance: Instance, live: LiveQemu): Promise<void> {
  await systemReset(live.monitor);
  await openRunGate(instance.services, live, () => cont(live.monitor));
  await observeStatus(instance, live);
}
