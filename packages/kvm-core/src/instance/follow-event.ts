import { stateOfRunState } from "../model/state.ts";
import { type QmpEvent, queryStatus } from "../qmp/index.ts";
import { explainIoError } from "./disks/disk-error.ts";
import { endOnPurpose } from "./end-on-purpose.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu, ProcessEnd } from "./live-qemu.ts";

/** Run states that mean more than they say. */
const meanings: Readonly<Record<string, string>> = {
  "internal-error": "KVM could not go on with the guest's CPU; QEMU's log has its registers.",
  watchdog: "The guest's watchdog fired.",
};

/** Who can end a QEMU in good order without us, by the reason of its SHUTDOWN event (QEMU 7.2, ShutdownCause). */
function foreignEnd(shutdownReason: unknown, boot: string): ProcessEnd | undefined {
  if (shutdownReason === "host-qmp-quit") {
    const reason = "QEMU was told to quit over a monitor, by a person or a tool that is not this agent.";
    return { state: "stopped", reason };
  }
  if (shutdownReason !== "host-signal") return undefined;
  const reason =
    "QEMU was ended by a signal from outside (SIGTERM, SIGINT or SIGHUP), as when the host goes down.";
  return { state: "stopped", reason, ranUntilEndOf: boot };
}

/** Keeps what is observed of an instance true to one event of its QEMU. */
export async function followEvent(instance: Instance, live: LiveQemu, event: QmpEvent): Promise<void> {
  live.news += 1;
  switch (event.event) {
    case "RESUME":
    case "STOP":
    case "SUSPEND":
    case "WAKEUP":
      return await observeStatus(instance, live);
    case "GUEST_PANICKED":
      return await instance.services.crashPolicy.panicked(instance, live.runtime.startedAt);
    case "BLOCK_IO_ERROR":
      return observeDiskError(instance, event);
    case "RESET":
      // All at once: where a boot begins on one port is not to wait until it is written down for another.
      await Promise.all(instance.ports.map((port) => port.markBoot(event.at)));
      return;
    case "SHUTDOWN":
      return await followShutdown(instance, live, event);
    default:
      return;
  }
}

/** Asks QEMU for its present run state and records it. */
export async function observeStatus(instance: Instance, live: LiveQemu): Promise<void> {
  // One that is being ended, as after each power-off, may be gone before it answers.
  if (live.intendedEnd !== undefined) return;
  const { status } = await presentStatus(live);
  if (instance.live !== live || live.intendedEnd !== undefined) return;
  const state = stateOfRunState(status);
  // The cause of an I/O error or a panic came with its own event, and stays in sight until the guest goes on.
  if (state === instance.observedState) return;
  instance.observe(state, Object.hasOwn(meanings, status) ? meanings[status] : undefined);
}

/** An answer that an event has overtaken is old: it would hide what the event told, such as a disk error and its cause. */
async function presentStatus(live: LiveQemu): ReturnType<typeof queryStatus> {
  for (;;) {
    const { news } = live;
    const answer = await queryStatus(live.monitor);
    if (live.news === news) return answer;
  }
}

function observeDiskError(instance: Instance, event: QmpEvent): void {
  const reason = explainIoError(event);
  if (reason !== undefined) instance.observe("io-error", reason);
}

async function followShutdown(instance: Instance, live: LiveQemu, event: QmpEvent): Promise<void> {
  if (live.intendedEnd !== undefined) return;
  // With -no-shutdown QEMU waits, stopped, after the guest has powered off.
  if (event.data["guest"] === true) {
    if (instance.rebooting) return;
    const ranUntilEndOf = instance.stopWanted === "until the host is back" ? live.identity.bootId : undefined;
    const reason = "The guest shut down.";
    return await endOnPurpose(instance, live, { state: "stopped", reason, ranUntilEndOf });
  }
  // It ends by itself now, and its death is followed when the monitor closes.
  live.intendedEnd = foreignEnd(event.data["reason"], live.identity.bootId);
}
