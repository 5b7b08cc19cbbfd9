import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../../model/error.ts";
import type { CommitRequest } from "../../model/migration-peer.ts";
import { isStoreFault, type OwnershipRecord } from "../../model/ownership.ts";
import { handOver } from "../hand-over.ts";
import { inDoubt } from "../in-doubt.ts";
import type { Move } from "../move.ts";
import { passOn } from "../post-copy/pass-on.ts";
import { resultOf } from "../result.ts";
import { takeBack } from "../take-back.ts";

/** How long the target is asked again before a person is told. Recovery keeps asking after that. */
const askForMs = 30_000;

/** Hands the record to the target, which lets the guest run. Asks again until the answer is known. */
export async function resume(move: Move, record: OwnershipRecord): Promise<void> {
  const { instance, peer } = move;
  if (move.postCopy) return await passOn(move, record);
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
