import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../../model/error.ts";
import { isStoreFault, type OwnershipRecord } from "../../model/ownership.ts";
import { queryMigrate } from "../../qmp/index.ts";
import { gaveUp } from "../give-up.ts";
import { handOver } from "../hand-over.ts";
import { inDoubt } from "../in-doubt.ts";
import type { Move } from "../move.ts";
import { resultOf } from "../result.ts";
import { takeSample } from "../take-sample.ts";
import { doNext, endHalfHere, goOnHere, type HandedOn } from "./do-next.ts";
import { afterHandOn, type NextOfHandOn } from "./hand-on-rules.ts";
import { HandingOver } from "./handing-over.ts";
import { LastWord } from "./last-word.ts";
import { type BothSides, lookAtBoth } from "./look-at-both.ts";
import { halfStuck, LossThere, lostOnTheWay } from "./memory-lost.ts";

/** How long nothing may come of what is tried, before a person is told. Recovery keeps trying after that. */
const tryForMs = 30_000;
/** Between two looks, in milliseconds: while the guest stands still, once it runs, and when something did not succeed. */
const lookEvery = { held: 2, runs: 100, afterFailure: 250 } as const;

/**
 * The step `resume` of a post-copy move: sends the devices, hands the guest over as soon as they are there, and sends what
 * it lacks until nothing is needed here any more. A stream that breaks is opened anew, as often as that takes.
 *
 * @throws GantryError `migration_failed` when the guest goes on here, `memory_lost`, `migration_in_doubt`.
 */
export async function passOn(move: Move, record: OwnershipRecord): Promise<void> {
  const { id, instance, peer, wasRunning } = move;
  const handingOver = new HandingOver(peer, () => handOver(move, record));
  const handedOn: HandedOn = { id, instance, peer, wasRunning, handingOver };
  const lastWord = new LastWord();
  const loss = new LossThere();
  let fineAt = performance.now();
  for (;;) {
    const seen = await lookAtBoth(handedOn);
    loss.note(seen);
    const settled = lastWord.note(seen.sending);
    const next = afterHandOn({ ...seen, settled, heard: move.resumedAt !== undefined });
    if (next === "retire") {
      move.lost = loss.found(move, seen);
      return;
    }
    const failed = await act(move, handedOn, next);
    const isFine = failed === undefined && isGettingOn(seen, next);
    if (isFine) fineAt = performance.now();
    if (performance.now() - fineAt > tryForMs || instance.services.lifetime.aborted)
      throw doubtOf(move, next, failed);
    await tellProgress(move);
    const pace = move.resumedAt === undefined ? "held" : "runs";
    await delay(lookEvery[isFine ? pace : "afterFailure"]);
  }
}

/** Both sides speak, and nothing is tried in vain as far as one can see. */
function isGettingOn({ answer, sending }: BothSides, next: NextOfHandOn): boolean {
  return answer !== undefined && sending !== "unknown" && next !== "notice";
}

function doubtOf(move: Move, next: NextOfHandOn, failed: GantryError | undefined): GantryError {
  if (next !== "notice") return inDoubt(move, "target-unreachable", failed?.message ?? "one side is silent");
  const error = halfStuck(move);
  move.instance.observe("unknown", error.message);
  return error;
}

/** What failed is tried again after the next look. */
async function act(
  move: Move,
  handedOn: HandedOn,
  next: Exclude<NextOfHandOn, "retire">,
): Promise<GantryError | undefined> {
  const { instance, peer } = move;
  try {
    if (next === "wait") return undefined;
    if (next === "take-back") await goOnHere(handedOn);
    else if (next === "lost") await endHalfHere(handedOn);
    else if (await doNext(handedOn, next)) noteResumed(move);
  } catch (thrown) {
    const error = GantryError.from(thrown);
    if ((next === "take-back" || next === "lost") && !isStoreFault(thrown)) throw thrown;
    instance.services.log("warn", `${instance.name}: ${next} did not succeed, and is tried again`, {
      error: error.message,
    });
    return error;
  }
  if (next === "take-back")
    throw gaveUp(
      move,
      `${peer.host} lost it before it ran there`,
      "Nothing is lost: all of it was still here.",
    );
  if (next === "lost") throw lostOnTheWay(move);
  return undefined;
}

function noteResumed(move: Move): void {
  if (move.resumedAt !== undefined) return;
  move.resumedAt = performance.now();
  move.context.step("resume", "running", `it runs on ${move.peer.host}; the rest of its memory follows`);
}

async function tellProgress(move: Move): Promise<void> {
  const { monitor } = move.live;
  if (move.resumedAt === undefined || monitor.isClosed) return;
  const info = await queryMigrate(monitor, { timeoutMs: 1500 }).catch(() => undefined);
  if (info === undefined) return;
  takeSample(move, info);
  const left = Math.round((info.ram?.remainingBytes ?? 0) / 1_048_576);
  const text = `It runs on ${move.peer.host}; ${left} MiB of its memory are still to come.`;
  move.context.progress(move.shown, text, resultOf(move, "moved"));
}
