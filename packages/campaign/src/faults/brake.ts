import { isCopied } from "../guest-kind.ts";
import type { Moment } from "../watch/moments.ts";
import type { World } from "../world/world.ts";
import type { Plan } from "./plan.ts";
import { otherThan } from "../world/names.ts";

/** What is held up, and from when on, so that a moment of a millisecond lasts until the strike. */
interface Brake {
  readonly from: Moment;
  readonly act: "hold" | "reset";
  readonly which: "stream" | "others";
  /** As seen from the target: what comes in, or its answers. */
  readonly direction: "in" | "out" | "both";
}

const brakes: Partial<Record<Moment, Brake>> = {
  // QEMU waits for the target before it closes the copy.
  finishing: { from: "pre-switchover", act: "hold", which: "stream", direction: "out" },
  // QEMU waits in `device` for the target's answer.
  device: { from: "pre-switchover", act: "hold", which: "stream", direction: "out" },
  // The hand-over does not come through.
  committed: { from: "device", act: "hold", which: "others", direction: "in" },
  // The target has it, and the source does not hear of it. Not held before: no connection could be made then.
  "will run": { from: "handed over", act: "hold", which: "others", direction: "out" },
  resumed: { from: "handed over", act: "hold", which: "others", direction: "out" },
};

/** The brake that makes a moment last; undefined where it lasts by itself, or cannot be made to. */
export function brakeFor({
  moment,
  isBraked,
  guest,
}: Pick<Plan, "moment" | "isBraked" | "guest">): Brake | undefined {
  // What would be held is the disk's stream, which carried more.
  if (moment === "device" && isCopied(guest)) return undefined;
  if (guest === "post-copy") return postCopyBrake({ moment, isBraked });
  return isBraked ? brakes[moment] : undefined;
}

function postCopyBrake({ moment, isBraked }: Pick<Plan, "moment" | "isBraked">): Brake | undefined {
  switch (moment) {
    // These come only when the stream breaks while something of the guest is still to come.
    case "postcopy-paused":
    case "postcopy-recover":
      return { from: "resumed", act: "reset", which: "stream", direction: "both" };
    // The devices stay on their way.
    case "postcopy-active":
      return isBraked ? { from: "pre-switchover", act: "hold", which: "stream", direction: "in" } : undefined;
    case "will run":
    case "resumed":
      return isBraked ? brakes[moment] : undefined;
    default:
      return undefined;
  }
}

/** Pulls it. @returns lets go. */
export async function pull(
  brake: Brake,
  { hosts }: World,
  { source }: Pick<Plan, "source">,
): Promise<() => Promise<void>> {
  const { wire } = hosts[otherThan(source)];
  await wire.order({ wire: "peer", act: brake.act, direction: brake.direction, which: brake.which });
  return async () => {
    await wire.order({ wire: "peer", act: "release", direction: brake.direction, which: "all" });
  };
}
