import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../../model/error.ts";
import { doNext, endHalfHere, goOnHere, type HandedOn } from "./do-next.ts";
import { afterHandOn } from "./hand-on-rules.ts";
import { LastWord } from "./last-word.ts";
import { lookAtBoth } from "./look-at-both.ts";
import { LossThere, lostOnTheWay, memoryLost } from "./memory-lost.ts";

/** As long as the guest stands still there is reason to hurry; what runs is looked at when recovery comes again. */
const hurryMs = 7000;
const lookEveryMs = 20;
/** After something did not succeed. */
const againMs = 250;

/**
 * Carries on a post-copy move that an agent of the source has left behind after its commit. Safe to repeat.
 *
 * @returns `retire` when nothing here is needed any more; `stayed` when it is settled that the guest is here; `waiting`.
 */
export async function carryOn(
  handedOn: HandedOn & { readonly onLost: (error: GantryError) => void },
): Promise<"retire" | "stayed" | "waiting"> {
  const { instance, peer, onLost } = handedOn;
  const deadline = performance.now() + hurryMs;
  const lastWord = new LastWord();
  const loss = new LossThere();
  let heard = false;
  for (;;) {
    let pauseMs = lookEveryMs;
    const seen = await lookAtBoth(handedOn);
    loss.note(seen);
    const next = afterHandOn({ ...seen, settled: lastWord.note(seen.sending), heard });
    switch (next) {
      case "retire": {
        const found = loss.found(handedOn, seen);
        if (found !== undefined) onLost(memoryLost(handedOn, { ...found, startsOn: peer.host }));
        return "retire";
      }
      case "take-back":
        await goOnHere(handedOn);
        return "stayed";
      case "lost":
        await endHalfHere(handedOn);
        onLost(lostOnTheWay(handedOn));
        return "stayed";
      case "wait":
        if (heard || seen.answer === undefined || performance.now() > deadline) return "waiting";
        break;
      default:
        try {
          heard = (await doNext(handedOn, next)) || heard;
        } catch (error) {
          instance.services.log("warn", `${instance.name}: ${next} to ${peer.host} is tried again`, {
            error: GantryError.from(error).message,
          });
          pauseMs = againMs;
        }
        if (performance.now() > deadline) return "waiting";
    }
    await delay(pauseMs);
  }
}
