import { GantryError } from "../model/error.ts";
import { readBootId } from "../process/index.ts";
import { forgetEnding, type StopWanted } from "../state-dir/index.ts";
import { askGuest } from "./ask-guest-to-end.ts";
import { endOnPurpose, noteUnlessFull } from "./end-on-purpose.ts";
import { endUnreachable } from "./end-unreachable.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu } from "./live-qemu.ts";
import { discardMemory } from "./suspend/discard-memory.ts";
import { type OperationContext, runStep, silentContext } from "./operation-context.ts";

/** How to stop: asking and waiting, or at once. */
export interface StopOptions {
  readonly force: boolean;
  /** It is stopped because its host goes down: with `autostart` it is started when the host is back. */
  readonly hostGoesDown: boolean;
  /** How long the guest may take to shut down. */
  readonly timeoutSeconds: number;
}

/**
 * Stops an instance and returns once its process and everything it left is gone.
 *
 * Force also ends a guest that is being asked at this moment.
 *
 * @throws GantryError `stop_timed_out` when the guest did not shut down in time: it runs on, nothing was forced.
 */
export async function stopInstance(
  instance: Instance,
  options: StopOptions,
  context: OperationContext = silentContext(),
): Promise<void> {
  if (options.force && waitsForGuest(instance)) {
    // Whoever waits for the guest meanwhile finds it gone.
    return await endByForce(instance, instance.running, { ...options, context });
  }
  using _lock = instance.lock.take(instance.name, options.force ? "force stop" : "stop");
  instance.assertAllowed(options.force ? "force-stop" : "stop");
  const live = instance.live;
  if (live === undefined && instance.state === "suspended")
    return await runStep(context, "discard memory", () => discardMemory(instance));
  if (live === undefined)
    return await runStep(context, "end QEMU", () => endWithoutMonitor(instance, options));
  using _shown = instance.enter({ state: "stopping" });
  if (options.force) return await endByForce(instance, live, { ...options, context });
  await using _ = await wantStop(
    instance,
    live,
    options.hostGoesDown ? "until the host is back" : "for good",
  );
  await runStep(context, "ask the guest", () => askToShutDown(instance, live, { ...options, context }));
  context.mayCancel(false);
  await runStep(context, "clean up", () => live.forgotten);
}

/** Crashed and cleaned up, then forcing it makes that final; or never taken up, then its process still lives. */
async function endWithoutMonitor(instance: Instance, { hostGoesDown }: StopOptions): Promise<void> {
  if (instance.state === "crashed")
    return await endUnreachable(instance, { state: "stopped", reason: "Stopped after a crash." });
  const ranUntilEndOf = hostGoesDown ? await readBootId() : undefined;
  await endUnreachable(instance, { state: "stopped", reason: "Force stopped.", ranUntilEndOf });
}

/** A guest that does not obey its power button must not keep anybody from pulling the plug. */
function waitsForGuest({ lock, live }: Instance): boolean {
  return live !== undefined && (lock.holder === "stop" || lock.holder === "reboot");
}

/** Until disposed an end is wanted, also by the next agent; a guest that did not shut down runs on as before. */
async function wantStop(instance: Instance, live: LiveQemu, wanted: StopWanted): Promise<AsyncDisposable> {
  const { layout } = instance.services;
  await noteUnlessFull(instance, live.runtime, { stopWanted: wanted });
  instance.stopWanted = wanted;
  return {
    [Symbol.asyncDispose]: async () => {
      instance.stopWanted = undefined;
      if (!live.released && live.intendedEnd === undefined) await forgetEnding(layout, instance.uuid);
    },
  };
}

async function endByForce(
  instance: Instance,
  live: LiveQemu,
  { hostGoesDown, context }: StopOptions & { readonly context: OperationContext },
): Promise<void> {
  const ranUntilEndOf = hostGoesDown ? live.identity.bootId : undefined;
  await runStep(context, "end QEMU", () =>
    endOnPurpose(instance, live, { state: "stopped", reason: "Force stopped.", ranUntilEndOf }),
  );
  await runStep(context, "clean up", () => live.forgotten);
}

async function askToShutDown(
  instance: Instance,
  live: LiveQemu,
  { timeoutSeconds, context }: StopOptions & { readonly context: OperationContext },
): Promise<void> {
  context.mayCancel(true);
  using asking = askGuest(live, "powerdown");
  await guestShutDown(instance, {
    done: Promise.race([live.ending, asking.failed]),
    timeoutSeconds,
    signal: context.signal,
    verb: "stop",
  });
}

/** Waits for `done`. @throws GantryError `stop_timed_out` or `cancelled`; the guest runs on in both cases. */
export async function guestShutDown(
  instance: Instance,
  options: {
    readonly done: Promise<unknown>;
    readonly timeoutSeconds: number;
    readonly signal: AbortSignal;
    readonly verb: "stop" | "reboot";
  },
): Promise<void> {
  const { done, timeoutSeconds, signal, verb } = options;
  const limit = AbortSignal.timeout(timeoutSeconds * 1000);
  const given = AbortSignal.any([limit, signal]);
  const gaveUp = Promise.withResolvers<never>();
  const giveUp = () =>
    gaveUp.reject(signal.aborted ? cancelled(instance, verb) : timedOut(instance, options));
  if (given.aborted) giveUp();
  given.addEventListener("abort", giveUp, { once: true });
  try {
    await Promise.race([done, gaveUp.promise]);
  } finally {
    given.removeEventListener("abort", giveUp);
  }
}

function timedOut(
  instance: Instance,
  { timeoutSeconds, verb }: { timeoutSeconds: number; verb: string },
): GantryError {
  return new GantryError("stop_timed_out", {
    message: `${instance.name} did not shut down within ${timeoutSeconds} s of being asked.`,
    hint: `Look at its console. A guest that is still booting loses the press of its power button, and one without agent and ACPI never reacts: a ${verb === "stop" ? "force stop ends" : "hard reboot resets"} it.`,
    where: `${instance.name} still runs on ${instance.services.host}.`,
    details: { timeoutSeconds },
  });
}

function cancelled(instance: Instance, verb: string): GantryError {
  return new GantryError("cancelled", {
    message: `The ${verb} of ${instance.name} was cancelled while waiting for the guest.`,
    hint: "The guest was already asked and may still obey.",
    where: `${instance.name} still runs on ${instance.services.host}.`,
  });
}
