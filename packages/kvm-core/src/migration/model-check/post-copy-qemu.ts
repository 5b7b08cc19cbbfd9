import type { Protocol } from "./protocol.ts";
import { runningHere, type Step, type World } from "./world.ts";

/** What two QEMUs do by themselves once the source's was let go past the switchover of a post-copy move. */
export function postCopySteps(protocol: Protocol, world: World): Step[] {
  if (world.here === "dead") return [];
  if (world.stream === "package") return sendsDevices(protocol, world);
  return world.stream === "post-copy" ? sendsRest(world) : [];
}

function sendsDevices({ rules }: Protocol, world: World): Step[] {
  const past = { ...world.past, mayBeLost: true };
  const half: World = { ...world, stream: "cut", there: world.there === "none" ? "none" : "dead", past };
  const whole: World = { ...world, stream: "failed", there: half.there };
  const breaks: Step[] = [
    {
      name: "the link breaks before the devices",
      to: rules.pausesBeforePostCopy ? whole : runningHere(whole),
    },
    { name: "the link breaks within the devices", to: half },
  ];
  if (world.there !== "incoming") return breaks.toReversed();
  const arrived: World = { ...world, there: "received", missing: true };
  const late: World = { ...arrived, stream: "failed" };
  return [
    { name: "the devices arrive", to: { ...arrived, stream: "post-copy" } },
    ...breaks,
    { name: "the link breaks after the devices", to: { ...arrived, stream: "cut" } },
    {
      name: "the link breaks as the devices arrive",
      to: rules.pausesBeforePostCopy ? late : runningHere(late),
    },
  ];
}

function sendsRest(world: World): Step[] {
  const cut: Step = { name: "the link breaks", to: { ...world, stream: "cut" } };
  if (world.there === "dead") return [cut];
  const all: World = { ...world, missing: false };
  return [
    { name: "the rest arrives", to: { ...all, stream: "completed" } },
    cut,
    { name: "the rest arrives, unheard", to: { ...all, stream: "cut" } },
    // Before 8.2 it then waits for the word of it for ever.
    { name: "the rest arrives, and its last word is lost", to: { ...all, stream: "unheard" } },
  ];
}
