import { setTimeout as delay } from "node:timers/promises";
import { changeOwnership } from "../../instance/index.ts";
import { GantryError } from "../../model/error.ts";
import { appendToJournal, noteInJournal, readSuccession } from "../../state-dir/index.ts";
import { begun, calledOff, isHandedOver } from "../../model/ownership-rules.ts";
import type { Passage } from "../move.ts";
import { stayed } from "../give-up.ts";

const letGoWithinMs = 2000;

/** Writes into the ownership record that a migration is under way, and which process it will start on the target. */
export async function begin(move: Passage): Promise<void> {
  const { id, instance, live, peer, request, wasRunning } = move;
  const { services } = instance;
  await appendToJournal(
    services.layout.journalFile(instance.uuid),
    `migrate ${id} ${wasRunning ? "running" : "paused"}`,
  );
  // For people: the record may be out of reach when they ask where it went.
  await noteInJournal(services.layout.journalFile(instance.uuid), `migrating ${id} to ${peer.host}`);
  const { targetIncarnation } = request;
  await untilLetGo(move);
  if ((await readSuccession(services.layout, instance.uuid)) !== undefined) throw goingOver(instance.name);
  await changeOwnership(services, live.runtime, (record) => {
    if (isHandedOver(record)) throw notLetGo(instance.name, record.migration?.source ?? "its source");
    return begun(record, { id, source: services.host, target: peer.host, targetIncarnation });
  }).catch((error: unknown) => {
    throw stayed(move, error);
  });
}

function goingOver(name: string): GantryError {
  return new GantryError("busy", {
    message: `${name} cannot move now: it is still going over from one QEMU process to another.`,
    hint: "It is looked at every ten seconds, and settled as soon as the store answers. Try again then.",
  });
}

function notLetGo(name: string, source: string): GantryError {
  return new GantryError("busy", {
    message: `${name} came from ${source} and cannot move on: ${source} has not said yet that nothing of it is left there.`,
    hint: `It is asked every ten seconds. See that the agent on ${source} runs, and try again.`,
    details: { source },
  });
}

/**
 * Writes that no migration is under way any more and the source goes on. As long as the guest does not, the record stays:
 * by it recovery lets the guest go on.
 */
export async function undoBegin({
  instance,
  live,
  notGoingOn,
}: Pick<Passage, "instance" | "live"> & Partial<Pick<Passage, "notGoingOn">>): Promise<void> {
  if (notGoingOn !== undefined) throw notGoingOn;
  await changeOwnership(instance.services, live.runtime, calledOff);
}

/** The host it came from says that it let go a moment after all of the guest's past is here; longer it is not waited for. */
async function untilLetGo({ instance: { services, uuid } }: Passage): Promise<void> {
  const deadline = performance.now() + letGoWithinMs;
  while (performance.now() < deadline) {
    const held = await services.ownership.read(uuid).catch(() => undefined);
    if (held === undefined || !isHandedOver(held.record)) return;
    await delay(20);
  }
}
