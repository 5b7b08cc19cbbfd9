import { GantryError } from "../model/error.ts";
import { isAlive, waitUntilGone } from "../process/index.ts";
import { followDisks } from "./disks/follow-disks.ts";
import { explainCrash } from "./explain-crash.ts";
import { followEvent } from "./follow-event.ts";
import { followAgent } from "./follow-agent.ts";
import { forgetProcess } from "./forget-process.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu } from "./live-qemu.ts";
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
    try {
      await handleDeath(instance, live);
    } catch (error) {
      instance.services.log("error", `${instance.name}: what its QEMU left could not be removed`, {
        error: GantryError.from(error).message,
      });
      instance.observe("crashed", `QEMU ended, and cleaning up failed: ${GantryError.from(error).message}`);
      live.markNotForgotten(GantryError.from(error));
    }
  });
}

function letGo({ name, services }: Instance): GantryError {
  return new GantryError("cancelled", {
    message: `The agent of ${services.host} stopped while ${name} was being worked on.`,
    hint: "The next agent looks at what became of it; try again then.",
  });
}

async function handleDeath(instance: Instance, live: LiveQemu): Promise<void> {
  // Known at once, though why, and that nothing is left of it, takes some milliseconds more.
  using _shown = instance.isInTransition ? undefined : instance.enter({ state: "stopping" });
  const limit = AbortSignal.timeout(5000);
  await waitUntilGone(live.identity, limit).catch(() => undefined);
  if (await isAlive(live.identity)) {
    instance.observe("unresponsive", "QEMU closed its monitor but lives on.");
    await waitUntilGone(live.identity);
  }
  if (live.intendedEnd !== undefined) return await forgetProcess(instance, live, live.intendedEnd);
  const crash = await explainCrash(instance, live);
  const { crashPolicy } = instance.services;
  await forgetProcess(instance, live, crashPolicy.decide(instance, crash, live.runtime.startedAt));
  crashPolicy.resume(instance);
}
