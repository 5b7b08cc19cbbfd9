import { setTimeout as delay } from "node:timers/promises";
import { changeOwnership } from "../../instance/index.ts";
import { GantryError } from "../../model/error.ts";
import { type OwnershipRecord, wasNotSent } from "../../model/ownership.ts";
import { committed, committedAhead, staying } from "../../model/ownership-rules.ts";
import type { Saga } from "../../saga/index.ts";
import { inDoubt } from "../in-doubt.ts";
import type { Passage } from "../move.ts";
import { stayed } from "../give-up.ts";

/** How long the store may take while the guest stands still, before its answer counts as lost. */
const confirmMs = 2000;
/** How long the outcome of a commit is asked for before a person is told. Recovery keeps asking after that. */
const askForMs = 30_000;
const againMs = 100;

/**
 * The point of no return: the record says that the target owns the instance. Only the source does this, after it saw
 * `completed` itself; both processes are paused with the whole guest at this moment. With post-copy it is made before the
 * last of the guest is sent, while only the source has it.
 *
 * @throws GantryError when it was not made, and will not be: the guest stays; `migration_in_doubt`, with nothing undone.
 */
export async function commit(move: Passage, saga: Pick<Saga, "passNoReturn">): Promise<OwnershipRecord> {
  try {
    return await writeCommit(move);
  } catch (error) {
    move.commitSent &&= !wasNotSent(error);
    if (!move.commitSent) throw stayed(move, error);
    const record = await whatBecameOfIt(move, saga);
    if (record !== undefined) return record;
    move.commitSent = false;
    throw stayed(move, error);
  }
}

async function writeCommit(move: Passage): Promise<OwnershipRecord> {
  const { instance, live } = move;
  const change = (record: OwnershipRecord) => {
    move.commitSent = true;
    return move.postCopy ? committedAhead(record, live.incarnation) : committed(record);
  };
  return await changeOwnership(instance.services, live.runtime, change, AbortSignal.timeout(confirmMs));
}

/**
 * Finds out what became of a commit whose answer was lost. To read that it is not there is not enough, since it may still be
 * under way: another change of the record, which can only be made before it, rules it out.
 *
 * @returns the record as it was committed; undefined: it was not, and will not be.
 */
async function whatBecameOfIt(
  move: Passage,
  saga: Pick<Saga, "passNoReturn">,
): Promise<OwnershipRecord | undefined> {
  const { instance, request } = move;
  const { ownership, lifetime } = instance.services;
  const deadline = performance.now() + askForMs;
  for (;;) {
    try {
      const held = await ownership.read(instance.uuid);
      if (held?.record.incarnation === request.targetIncarnation) return held.record;
      if (held === undefined) return undefined;
      if ((await ownership.compareAndSwap(staying(held.record), held.revision)) !== undefined)
        return undefined;
    } catch (error) {
      if (performance.now() > deadline || lifetime.aborted) {
        saga.passNoReturn();
        throw inDoubt(move, "store-lost", GantryError.from(error).message);
      }
      await delay(againMs);
    }
  }
}
