import { GantryError } from "../model/error.ts";
import { stateOfRunState } from "../model/state.ts";
import { isAlive, lastWords, waitUntilGone } from "../process/index.ts";
import { type QmpEvent, queryStatus } from "../qmp/index.ts";
import { followAgent } from "./follow-agent.ts";
import { forgetProcess } from "./forget-process.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu, ProcessEnd } from "./live-qemu.ts";
import { followNics } from "./nics/follow-nics.ts";

/** Follows one process by its events until it is gone, and keeps the instance's observed state true. */
export function watchProcess(instance: Instance, live: LiveQemu): void {
  const subscription = live.monitor.onEvent((event) => {
    handleEvent(instance, live, event).catch((error: unknown) => {
      // QEMU ended while it was asked, as after each power-off: its end is followed by itself, below.
      if (live.monitor.isClosed) return;
      instance.services.log("warn", `${instance.name}: event ${event.event} could not be followed`, {
        error: GantryError.from(error).message,
      });
    });
  });
  followAgent(live);
  followNics(instance, live);
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

async function handleEvent(instance: Instance, live: LiveQemu, event: QmpEvent): Promise<void> {
  switch (event.event) {
    case "RESUME":
    case "STOP":
    case "SUSPEND":
    case "WAKEUP":
      return await observeStatus(instance, live);
    case "GUEST_PANICKED":
      return instance.observe("panicked", "The guest's kernel reported a panic.");
    case "BLOCK_IO_ERROR":
      return observeDiskError(instance, event);
    case "RESET":
      for (const port of instance.ports) await port.markBoot();
      return;
    case "SHUTDOWN":
      return await handleShutdown(instance, live, event);
    default:
      return;
  }
}

/** Asks QEMU for its present run state and records it. */
export async function observeStatus(instance: Instance, live: LiveQemu): Promise<void> {
  const { status } = await queryStatus(live.monitor);
  if (instance.live !== live || live.intendedEnd !== undefined) return;
  const state = stateOfRunState(status);
  // The cause of an I/O error or a panic came with its own event, and stays in sight until the guest goes on.
  if (state === instance.observedState) return;
  instance.observe(state);
}

function observeDiskError(instance: Instance, event: QmpEvent): void {
  if (event.data["action"] !== "stop") return;
  const node = textOf(event.data["node-name"]) ?? textOf(event.data["device"]) ?? "a disk";
  const noSpace = event.data["nospace"] === true;
  const cause = noSpace
    ? "there is no space left on its storage"
    : (textOf(event.data["reason"]) ?? "an error");
  instance.observe("io-error", `Disk ${node.replace(/^node-/, "")}: ${cause}. Mend it and resume.`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

async function handleShutdown(instance: Instance, live: LiveQemu, event: QmpEvent): Promise<void> {
  // With -no-shutdown QEMU waits, stopped, after the guest has powered off.
  if (event.data["guest"] !== true || instance.rebooting || live.intendedEnd !== undefined) return;
  await live.end({ state: "stopped", reason: "The guest shut down." });
}

async function handleDeath(instance: Instance, live: LiveQemu): Promise<void> {
  const limit = AbortSignal.timeout(5000);
  await waitUntilGone(live.identity, limit).catch(() => undefined);
  if (await isAlive(live.identity)) {
    instance.observe("unresponsive", "QEMU closed its monitor but lives on.");
    await waitUntilGone(live.identity);
  }
  const crashed = live.intendedEnd === undefined;
  await forgetProcess(instance, live, live.intendedEnd ?? (await explainCrash(instance)));
  if (crashed) instance.services.crashPolicy(instance);
}

async function explainCrash(instance: Instance): Promise<ProcessEnd> {
  const words = await lastWords(instance.services.layout.qemuLog(instance.uuid));
  return { state: "crashed", reason: `QEMU ended without being asked: ${words}` };
}
