import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../../model/error.ts";
import { doNext, endHalfHere, goOnHere, type HandedOn } from "./do-next.ts";
import { afterHandOn } from "./hand-on-rules.ts";
import { lookAtBoth } from "./look-at-both.ts";
import { memoryLostWords } from "./memory-lost.ts";

/** As long as the guest stands still there is reason to hurry; what runs is looked at when recovery comes again. */
const hurryMs = 5000;
const lookEveryMs = 20;
/** After something did not succeed. */
const againMs = 250;

/**
 * Carries on a post-copy move that an agent of the source has left behind after its commit. Safe to repeat.
 *
 * @returns `retire` when nothing here is needed any more; `stayed` when it is settled that the guest is here; `waiting`.
 */
export async function carryOn(handedOn: HandedOn): Promise<"retire" | "stayed" | "waiting"> {
  const { instance, peer } = handedOn;
  const deadline = performance.now() + hurryMs;
  let heard = false;
  for (;;) {
    let pauseMs = lookEveryMs;
    const { ended, ...seen } = await lookAtBoth(handedOn);
    const next = afterHandOn({ ...seen, heard });
    switch (next) {
      case "retire":
        if (ended && seen.sending !== "sent") tellLost(handedOn);
        return "retire";
      case "take-back":
        await goOnHere(handedOn);
        return "stayed";
      case "lost":
        await endHalfHere(handedOn);
        tellLost(handedOn);
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
          if (performance.now() > deadline) return "waiting";
          pauseMs = againMs;
        }
    }
    await delay(pauseMs);
  }
}

function tellLost({ instance, peer }: HandedOn): void {
  const { host, log } = instance.services;
  log("error", `${instance.name}: ${memoryLostWords({ source: host, target: peer.host })}`);
}
