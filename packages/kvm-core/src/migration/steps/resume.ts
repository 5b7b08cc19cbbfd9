import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../../model/error.ts";
import type { CommitRequest } from "../../model/migration-peer.ts";
import { isStoreFault, type OwnershipRecord } from "../../model/ownership.ts";
import { inDoubt } from "../in-doubt.ts";
import type { Move } from "../move.ts";
import { consoleEnds } from "../console-ends.ts";
import { resultOf } from "../result.ts";
import { takeBack } from "../take-back.ts";

/** How long the target is asked again before a person is told. Recovery keeps asking after that. */
const askForMs = 30_000;

/** Hands the record to the target, which lets the guest run. Asks again until the answer is known. */
export async function resume(move: Move, record: OwnershipRecord): Promise<void> {
  const { instance, peer } = move;
  const request = await handOver(move, record).catch((error: unknown) => {
    throw inDoubt(move, "target-unreachable", GantryError.from(error).message);
  });
  const deadline = performance.now() + askForMs;
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
    try {
      await peer.commit(request);
      move.resumedAt = performance.now();
      // The pause is known now; what is left to do takes longer than consoles want to wait for it.
      move.context.progress(1, `It is on ${peer.host}.`, resultOf(move, "moved"));
      return;
    } catch (error) {
      if (await reversed(move, request)) throw neverRan(move, error);
      if (performance.now() > deadline || instance.services.lifetime.aborted)
        throw inDoubt(move, "target-unreachable", GantryError.from(error).message);
      await delay(pauseMs);
    }
  }
}

/** What the source hands over: the record, and the consoles, if they were not read yet since the guest stands still. */
export async function handOver(
  move: Pick<Move, "id" | "instance" | "wasRunning"> & { readonly consoleEnds?: Move["consoleEnds"] },
  record: OwnershipRecord,
): Promise<CommitRequest> {
  const { ports } = move.instance;
  const ends = move.consoleEnds ?? (await consoleEnds(move.instance));
  const untaken = ports.map((port) => Buffer.from(port.takeUntaken()).toString("base64"));
  const serial = ends.map((end, index) => ({ ...end, untaken: untaken[index] ?? "" }));
  return { migrationId: move.id, record, resume: move.wasRunning, serial };
}

/** True when the target says that it holds nothing and never ran the guest, and the source has taken it back. */
async function reversed(move: Move, { serial }: CommitRequest): Promise<boolean> {
  const answer = await move.peer.probe(move.id).catch(() => undefined);
  if (answer?.phase !== "gone" && answer?.phase !== "failed") return false;
  try {
    await takeBack(move);
  } catch (error) {
    // It is tried again, and finds out whether it was done.
    if (isStoreFault(error)) return false;
    throw error;
  }
  // What is dead there is removed: its files, and its name.
  await move.peer.abort(move.id).catch(() => undefined);
  for (const [index, port] of move.instance.ports.entries()) {
    port.write(Buffer.from(serial[index]?.untaken ?? "", "base64"));
  }
  return true;
}

function neverRan({ instance, peer }: Move, cause: unknown): GantryError {
  return new GantryError("migration_failed", {
    message: `${instance.name} was not moved: ${peer.host} lost it before it ran there.`,
    hint: "Nothing is lost: its memory was still here. Look at the target and migrate again.",
    where: `${instance.name} runs on ${instance.services.host} again.`,
    details: { target: peer.host },
    cause,
  });
}
