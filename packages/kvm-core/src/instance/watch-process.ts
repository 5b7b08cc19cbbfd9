import { GantryError } from "../model/error.ts";
import { isAlive, waitUntilGone } from "../process/index.ts";
import { followDisks } from "./disks/follow-disks.ts";
import { explainCrash } from "./explain-crash.ts";
import { followEvent } from "./follow-event.ts";
import { followAgent } from "./follow-agent.ts";
import { forgetEmptied } from "./forget-emptied.ts";
import { forgetLater } from "./forget-later.ts";
import { forgetProcess } from "./forget-process.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu, ProcessEnd } from "./live-qemu.ts";
import { followNics } from "./nics/follow-nics.ts";

/** Follows one process by its events until it is gone, and keeps the instance's observed state true. */
export function watchProcess(instance: Instance, live: LiveQemu): void {
  const subscription = live.monitor.onEvent((event) => {
    followEvent(instance, live, event).catch((error: unknown) => {
      // QEMU ended while it was asked: its end is followed by itself, below.
      if (live.monitor.isClosed) return;
      instance.services.log("warn", `${instance.name}: event ${event.event} could not be followed`, {
        error: GantryError.from(error).message,
      });
    });
  });
  followAgent(live);
  followNics(instance, live);
  followDisks(instance, live);
  void live.monitor.closed.then(async () => {
    subscription[Symbol.dispose]();
    if (live.released) return live.markNotForgotten(letGo(instance));
    await handleDeath(instance, live);
  });
}

function letGo({ name, services }: Instance): GantryError {
  return new GantryError("cancelled", {
    message: `The agent of ${services.host} stopped while ${name} was being worked on.`,
    hint: "The next agent looks at what became of it; try again then.",
  });
}

async function handleDeath(instance: Instance, live: LiveQemu): Promise<void> {
  const { crashPolicy, log } = instance.services;
  let end: ProcessEnd | undefined;
  try {
    // Known at once, though why, and that nothing is left of it, takes some milliseconds more.
    using _shown = instance.isInTransition ? undefined : instance.enter({ state: "stopping" });
    await untilGone(instance, live);
    if (!(await live.hasGuest)) return await forgetEmptied(instance, live);
    end = live.intendedEnd ?? (await crashEnd(instance, live));
    await forgetProcess(instance, live, end);
  } catch (thrown) {
    const error = GantryError.from(thrown);
    log("error", `${instance.name}: what its QEMU left could not be removed`, { error: error.message });
    instance.observe("crashed", `QEMU ended, and cleaning up failed: ${error.message}`);
    live.markNotForgotten(error);
    if (end === undefined || !(await forgetLater(instance, live, end))) return;
  }
  if (live.intendedEnd === undefined) crashPolicy.resume(instance);
}

async function untilGone(instance: Instance, live: LiveQemu): Promise<void> {
  await waitUntilGone(live.identity, AbortSignal.timeout(5000)).catch(() => undefined);
  if (!(await isAlive(live.identity))) return;
  instance.observe("unresponsive", "QEMU closed its monitor but lives on.");
  await waitUntilGone(live.identity);
}

async function crashEnd(instance: Instance, live: LiveQemu): Promise<ProcessEnd> {
  const crash = await explainCrash(instance, live);
  return instance.services.crashPolicy.decide(instance, crash, live.runtime.startedAt);
}
