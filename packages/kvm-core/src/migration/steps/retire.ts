import { GantryError } from "../../model/error.ts";
import { removeInstance } from "../../state-dir/index.ts";
import { deleteCopied, returnCopied } from "../copied-journal.ts";
import { hearOfClock } from "../hear-of-clock.ts";
import { queryMigrate } from "../../qmp/index.ts";
import type { Move } from "../move.ts";
import { sendOlderPast } from "../older-past.ts";
import { keepReading } from "../take-sample.ts";

/** Retires the copy here, notes which files of copied disks went with it, and what became of the clock meanwhile. */
export async function retireMoved(move: Move): Promise<void> {
  const clock = hearOfClock(move);
  // Asked in the same breath as QEMU is told to end: what it has sent in all is known only now.
  const sent = queryMigrate(move.live.monitor).catch(() => undefined);
  const gone = await retire(move);
  const info = await sent;
  if (info !== undefined) keepReading(move, info);
  move.endedAt = performance.now();
  move.guestClock = await clock;
  move.disks = move.disks.map((disk) => (gone.includes(disk.disk) ? { ...disk, source: "deleted" } : disk));
}

/**
 * The guest runs on the target: ends the paused copy here and removes everything that belonged to it. The record goes
 * last: as long as anything is left that could be started, it says that this host may not. In a shared store it stays: it
 * is the target's.
 *
 * @returns the disks whose files were removed too.
 */
export async function retire(
  move: Pick<Move, "id" | "instance" | "live" | "peer" | "onLeft">,
): Promise<string[]> {
  const { id, instance } = move;
  const { layout } = instance.services;
  await returnCopied(instance, id);
  // Nothing is written to its consoles any more: their past goes while the process does, and is not left under way.
  const [past, ended] = await Promise.allSettled([sendOlderPast(move), endHere(move)]);
  for (const each of [ended, past]) if (each.status === "rejected") throw each.reason;
  const gone = await deleteCopied(instance, id);
  await removeInstance(layout, instance.uuid);
  instance.lock.close("moved to another host");
  await letGoOf(move);
  return gone;
}

/**
 * Nothing is left here that could be started: the record here is removed, and the target told. A record that stays, as on a
 * full disk, gives nobody a right: it names the target, and the next hand-over to this host replaces it.
 */
export async function letGoOf(move: Pick<Move, "id" | "instance" | "peer">): Promise<void> {
  const { services, uuid, name } = move.instance;
  const { ownership, host, log } = services;
  if (ownership.shared) return;
  try {
    const held = await ownership.read(uuid);
    if (held !== undefined && held.record.owner !== host) await ownership.remove(uuid, held.revision);
  } catch (error) {
    const why = GantryError.from(error).message;
    log("warn", `${name} has left here, and its ownership record could not be removed`, { error: why });
  }
  await sayLetGo(move);
}

async function endHere({ live, onLeft }: Pick<Move, "live" | "onLeft">): Promise<void> {
  await live.end({ state: "stopped", reason: "Moved to another host." });
  await live.forgotten;
  // Whoever looked at it here looks at it there from now on; what is left to do takes longer than they want to wait.
  onLeft();
}

/**
 * Tells the target that nothing of the guest is left here, so that it may treat it as any other of its own: start it anew,
 * or move it on. One that does not hear it asks by itself.
 */
async function sayLetGo({ id, instance, peer }: Pick<Move, "id" | "instance" | "peer">): Promise<void> {
  await peer.letGo(id).catch((error: unknown) => {
    instance.services.log("info", `${peer.host} did not hear that ${instance.name} has left here`, {
      error: GantryError.from(error).message,
    });
  });
}
