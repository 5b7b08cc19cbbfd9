import { GantryError } from "../model/error.ts";
import { cont, systemReset } from "../qmp/index.ts";
import { askGuest } from "./ask-guest-to-end.ts";
import { endOnPurpose } from "./end-on-purpose.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu, ProcessEnd } from "./live-qemu.ts";
import { type OperationContext, runStep, silentContext } from "./operation-context.ts";
import { openRunGate } from "./run-gate.ts";
import { startUnderLock } from "./start-instance.ts";
import { guestShutDown } from "./stop-instance.ts";
import { observeStatus } from "./follow-event.ts";

/** How to reboot. */
export interface RebootOptions {
  /** At once, instead of asking the guest first. */
  readonly hard: boolean;
  readonly timeoutSeconds: number;
  /** With a new QEMU process: what was changed in the spec takes effect, and a newer QEMU is used. */
  readonly powerCycle?: boolean;
}

/**
 * Reboots an instance. Without `powerCycle` in its present QEMU process, so that there is no moment without one: the
 * guest's agent reboots it; or the guest shuts down, QEMU stays (`-no-shutdown`), the machine is reset and let run again.
 *
 * A power cycle that dies in between, with its host or its agent, leaves an instance that can be started.
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
  if (options.powerCycle === true) return await cyclePower(instance, live, { options, context });
  if (options.hard) return await reset(instance, live, context);
  const end = await runStep(context, "ask the guest", () =>
    letGuestEnd(instance, live, { options, context, ask: "reboot" }),
  );
  // A guest that has reset its machine by itself boots already.
  if (end === "SHUTDOWN") await reset(instance, live, context);
}

async function cyclePower(
  instance: Instance,
  live: LiveQemu,
  { options, context }: { readonly options: RebootOptions; readonly context: OperationContext },
): Promise<void> {
  {
    using _shown = instance.enter({ state: "stopping" });
    if (!options.hard) {
      await runStep(context, "ask the guest", () =>
        letGuestEnd(instance, live, { options, context, ask: "powerdown" }),
      );
    }
    const end = { state: "stopped", reason: "It was stopped for a power cycle." } as const;
    await runStep(context, "end QEMU", () => endOnPurpose(instance, live, end));
    await runStep(context, "clean up", () => live.forgotten);
  }
  await startUnderLock(instance, context);
}

/** Waits until the guest has powered its machine off, or reset it. QEMU stays in both cases. */
async function letGuestEnd(
  instance: Instance,
  live: LiveQemu,
  how: {
    readonly options: RebootOptions;
    readonly context: OperationContext;
    readonly ask: "powerdown" | "reboot";
  },
): Promise<"SHUTDOWN" | "RESET"> {
  const { options, context, ask } = how;
  instance.rebooting = true;
  try {
    const stop = new AbortController();
    const ended = live.monitor
      .waitForEvent(
        ({ event, data }) =>
          data["guest"] === true && (event === "SHUTDOWN" || (event === "RESET" && ask === "reboot")),
        { signal: stop.signal },
      )
      .catch((error: unknown) => {
        throw live.intendedEnd === undefined ? error : endedMeanwhile(instance, live.intendedEnd);
      });
    using _ = { [Symbol.dispose]: () => stop.abort() };
    ended.catch(() => undefined);
    context.mayCancel(true);
    using asking = askGuest(live, ask);
    const done = Promise.race([ended, asking.failed]);
    await guestShutDown(instance, { ...options, done, signal: context.signal, verb: "reboot" });
    context.mayCancel(false);
    return (await ended).event === "RESET" ? "RESET" : "SHUTDOWN";
  } finally {
    instance.rebooting = false;
  }
}

/** What the crash policy does about a panic. @throws GantryError `busy`, or `wrong_state` when it is panicked no more. */
export async function resetPanicked(instance: Instance): Promise<void> {
  using _lock = instance.lock.take(instance.name, "reset after a panic");
  instance.assertAllowed("reset");
  await reset(instance, instance.running, silentContext());
}

function endedMeanwhile({ name, services }: Instance, { reason }: ProcessEnd): GantryError {
  return new GantryError("cancelled", {
    message: `${name} was not rebooted: its QEMU was ended while the guest was being asked. ${reason}`,
    hint: "Start it if it shall run.",
    where: `${name} does not run on ${services.host} any more.`,
  });
}

async function reset(instance: Instance, live: LiveQemu, context: OperationContext): Promise<void> {
  await runStep(context, "reset", () => systemReset(live.monitor));
  await runStep(context, "let run", async () => {
    await openRunGate(instance.services, live, () => cont(live.monitor));
    await observeStatus(instance, live);
  });
}
