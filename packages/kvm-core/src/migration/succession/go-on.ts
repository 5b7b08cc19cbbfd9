import { setTimeout as delay } from "node:timers/promises";
import { changeOwnership, openRunGate, watchProcess } from "../../instance/index.ts";
import { GantryError } from "../../model/error.ts";
import { isStoreFault, type OwnershipRecord } from "../../model/ownership.ts";
import { letGo } from "../../model/ownership-rules.ts";
import { cont } from "../../qmp/index.ts";
import { appendToJournal, journalMentions, writeRuntime } from "../../state-dir/index.ts";
import { inDoubt } from "../in-doubt.ts";
import type { Passage } from "../move.ts";
import { resultOf } from "../result.ts";
import { settleIn } from "../settle-in.ts";
import { takeBack } from "../take-back.ts";
import { untilReceived } from "../until-received.ts";
import type { Successor } from "./successor.ts";

/** How long the store is asked again, before a person is told, and how often. Recovery keeps asking after that. */
const askForMs = 30_000;
const againMs = 100;

/**
 * The record names the new process: the instance is this process from now on, its consoles are joined to it, and its guest
 * runs. When it is found that the new process never ran the guest and is gone, the old one goes on.
 */
export async function goOn(
  move: Passage,
  successor: Successor,
  { epoch }: Pick<OwnershipRecord, "epoch">,
): Promise<void> {
  const { instance, live: old } = move;
  successor.live.contest();
  // A console that cannot be read holds no guest up.
  const untaken = await takeKeys(move).catch(() => []);
  try {
    await untilReceived(successor, {
      missed: "The new QEMU process did not receive the guest",
      hint: "The old process still has it.",
    });
    await becomeSuccessor(move, successor, { epoch, untaken });
    await letRun(move, successor);
  } catch (error) {
    if (GantryError.from(error).code === "migration_in_doubt") throw error;
    // An agent that ends touches nothing any more: the next one finds both processes.
    if (instance.services.lifetime.aborted)
      throw inDoubt(move, "store-lost", GantryError.from(error).message);
    if (await mayHaveRun(move)) {
      // It was let run, and its process ended at that very moment. If it lives, recovery finishes.
      if (!successor.live.monitor.isClosed)
        throw inDoubt(move, "store-lost", GantryError.from(error).message);
    } else throw await goBack(move, successor, { error, untaken });
  }
  move.resumedAt = performance.now();
  successor.live.decide(true);
  old.decide(false);
  for (const port of instance.ports) port.holdInput(false);
  move.context.progress(1, "It runs in the new process.", resultOf(move, "moved"));
  await noteDone(move, successor);
}

/** It runs already: when this cannot be written now, recovery writes it, or finds that the process has ended. */
async function noteDone({ instance }: Passage, { live }: Successor): Promise<void> {
  await changeOwnership(instance.services, live.runtime, letGo).catch((error: unknown) => {
    instance.services.log("warn", `${instance.name}: it runs on, which is not written down yet`, {
      error: GantryError.from(error).message,
    });
  });
}

/** All that the guest has written is taken in, and what was typed and not taken is kept for the new process. */
async function takeKeys({ instance }: Passage): Promise<readonly Uint8Array[]> {
  return await Promise.all(
    instance.ports.map(async (port) => {
      await port.settle();
      return port.takeUntaken();
    }),
  );
}

async function becomeSuccessor(
  { instance }: Passage,
  { live }: Successor,
  { epoch, untaken }: { readonly epoch: number; readonly untaken: readonly Uint8Array[] },
): Promise<void> {
  const { layout } = instance.services;
  live.runtime = { ...live.runtime, epoch };
  const done = await Promise.allSettled([
    writeRuntime(layout, live.runtime),
    ...instance.ports.map((port, index) => port.attach(live.paths.serial(index))),
  ]);
  for (const each of done) if (each.status === "rejected") throw each.reason;
  instance.live = live;
  watchProcess(instance, live);
  typeFirst(instance.ports, untaken);
}

/** What was typed before comes before all that is typed from now on. */
function typeFirst(ports: Passage["instance"]["ports"], untaken: readonly Uint8Array[]): void {
  for (const [index, port] of ports.entries()) {
    port.holdInput(false);
    port.write(untaken[index] ?? new Uint8Array());
    port.holdInput(true);
  }
}

async function letRun(move: Passage, { live }: Successor): Promise<void> {
  const { instance, wasRunning } = move;
  const { services, uuid } = instance;
  if (!wasRunning)
    return await appendToJournal(services.layout.journalFile(uuid), `stands ${live.incarnation}`);
  const deadline = performance.now() + askForMs;
  for (;;) {
    try {
      if (live.monitor.isClosed) throw ended();
      await openRunGate(services, live, () => cont(live.monitor));
      break;
    } catch (error) {
      if (!isStoreFault(error)) throw error;
      if (performance.now() > deadline || services.lifetime.aborted)
        throw inDoubt(move, "store-lost", error.message);
      await delay(againMs);
    }
  }
  instance.observe("running");
  settleIn(live);
}

function ended(): GantryError {
  return new GantryError("migration_failed", {
    message: "The new QEMU process ended before the guest ran in it.",
    hint: "The old process still has the guest.",
  });
}

async function mayHaveRun({ instance, request }: Passage): Promise<boolean> {
  return await journalMentions(
    instance.services.layout.journalFile(instance.uuid),
    request.targetIncarnation,
  );
}

/** The guest never ran in the new process: that one goes, and the old one goes on. @returns what to tell. */
async function goBack(
  move: Passage,
  successor: Successor,
  { error, untaken }: { readonly error: unknown; readonly untaken: readonly Uint8Array[] },
): Promise<GantryError> {
  const { instance, live: old } = move;
  const { layout, host } = instance.services;
  successor.live.decide(false);
  try {
    await successor.live.end({ state: "stopped", reason: "The guest did not go over to it." });
    await takeBack({ instance, live: old, wasRunning: false });
    await writeRuntime(layout, old.runtime);
    instance.live = old;
    for (const [index, port] of instance.ports.entries()) {
      await port.attach(old.paths.serial(index));
      port.write(untaken[index] ?? new Uint8Array());
    }
    await takeBack({ instance, live: old, wasRunning: move.wasRunning });
    await successor.discard();
  } catch (failure) {
    old.decide(true);
    return inDoubt(move, "store-lost", GantryError.from(failure).message);
  }
  old.decide(true);
  return new GantryError("migration_failed", {
    message: `${instance.name} did not go over to the new QEMU process: ${GantryError.from(error).message}`,
    hint: "Nothing is lost: its memory was still in the old process. Look at QEMU's log and try again.",
    where: `${instance.name} runs on ${host} in its old process again.`,
    cause: error,
  });
}
