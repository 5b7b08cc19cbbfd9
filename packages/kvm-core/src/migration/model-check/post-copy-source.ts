import type { Sending } from "../post-copy/hand-on-rules.ts";
import { type Protocol, writeSource } from "./protocol.ts";
import { at, giveUp, self, takeBack, to } from "./source-turns.ts";
import { abortThere, answerOf } from "./target-agent.ts";
import type { Step, World } from "./world.ts";

/** The guest writes too fast and post-copy was chosen: it is paused, and QEMU told to switch over as soon as it can. */
export function hold({ postCopy }: Protocol, world: World): Step[] {
  if (!postCopy || world.stream !== "active" || world.here !== "running") return [];
  return to("holds it for post-copy", { ...world, here: "paused", postCopy: true });
}

/** The commit, before anything is sent that cannot be taken back. */
export function commitAhead(protocol: Protocol, world: World): Step[] {
  const held = world.records.source;
  if (held === null || !protocol.rules.mayRun(held, self)) return [giveUp(world)];
  const record = protocol.rules.committedAhead(held, self.incarnation);
  const done = to("commits ahead", writeSource(protocol, at(world, "look"), record));
  if (!protocol.shared) return done;
  return [...done, ...to("commits, answer lost", at(world, "learn", { underWay: { record, over: held } }))];
}

/** `pass-on.ts`: looks at both sides, and does the one thing that follows. */
export function look(protocol: Protocol, world: World): Step[] {
  const { rules } = protocol;
  const { source, target, missing, there } = world;
  const next = rules.afterHandOn({
    answer: target.up ? answerOf(world) : undefined,
    missing: missing && there !== "dead",
    // Here both halves notice by themselves that they were cut off, but for one that says nothing new any more.
    cutThere: false,
    settled: world.stream === "unheard",
    sending: sendingHere(world),
    heard: source.heard,
  });
  switch (next) {
    case "wait":
      return to("waits", at({ ...world, source: { ...source, tries: 0, heard: false } }, "idle"));
    case "hand-on":
      if (!rules.mayHandOn(world.records.source ?? undefined, self)) return to("may not", at(world, "idle"));
      return [
        ...to("lets QEMU send the devices", at(world, "look", { stream: "package" })),
        // It was so far by itself in the moment in which post-copy was asked for.
        ...to("lets QEMU send the rest of it", at(world, "look", { stream: "device" })),
      ];
    case "hand-over":
      return to("hands over what has arrived", at(world, "hand-over"));
    case "notice":
      return to("lets its QEMU notice", at({ ...world, stream: "cut" }, "look"));
    case "rejoin":
      return [
        ...to("joins the stream again", at(world, "look", { stream: "post-copy" })),
        ...to("cannot join the stream", at(world, "idle")),
      ];
    case "retire":
      return to("is not needed any more", at(world, "quit"));
    case "abandon":
      return to("has what never ran ended", at(abortThere(world), "look"));
    case "take-back":
      return to("takes it back", takeBack(protocol, world));
    case "end-there":
      return to("has the other half ended", at({ ...world, there: "dead" }, "look"));
    case "lost":
      if (world.here !== "dead") return to("ends its half", at({ ...world, here: "dead" }, "look"));
      return to("takes it back without its memory", takeBack(protocol, world));
  }
}

/** The target has let the guest run; it is still to be sent the rest. */
export function heardOf(world: World): World {
  return { ...world, source: { ...world.source, at: "look", heard: true } };
}

function sendingHere({ here, stream }: World): Sending {
  if (here === "dead") return "gone";
  switch (stream) {
    case "pre-switchover":
      return "held";
    case "device":
      return "deciding";
    case "none":
    case "failed":
      return "whole";
    case "cut":
      return "cut";
    case "completed":
      return "sent";
    default:
      return "sending";
  }
}
