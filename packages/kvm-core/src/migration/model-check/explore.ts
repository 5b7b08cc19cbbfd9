import type { Protocol } from "./protocol.ts";
import { choices } from "./person.ts";
import { sourceSteps } from "./source-agent.ts";
import { burials, crashes, qemuSteps, starts, storeSteps } from "./surroundings.ts";
import { targetSteps } from "./target-agent.ts";
import type { Step, World } from "./world.ts";

/** A world that must not be, and how it comes about. */
export interface Violation {
  readonly what: string;
  readonly story: readonly string[];
}

/** What an exploration found. */
export interface Exploration {
  readonly worlds: number;
  readonly violation: Violation | undefined;
}

interface Reached {
  readonly world: World;
  readonly before: Reached | undefined;
  readonly step: string;
}

/**
 * Tries every order in which everything may happen from `first` on, and stops at the first world that breaks a promise:
 * the one with the shortest story.
 */
export function explore(protocol: Protocol, first: World): Exploration {
  const seen = new Set<string>([JSON.stringify(first)]);
  const settled = new Map<string, string | undefined>();
  let front: Reached[] = [{ world: first, before: undefined, step: "" }];
  while (front.length > 0) {
    const next: Reached[] = [];
    for (const reached of front) {
      const what = brokenPromise(reached.world) ?? neverSettles(protocol, reached.world, settled);
      if (what !== undefined) return { worlds: seen.size, violation: { what, story: storyOf(reached) } };
      for (const { name, to } of everyStep(protocol, reached.world)) {
        const key = JSON.stringify(to);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ world: to, before: reached, step: name });
      }
    }
    front = next;
  }
  return { worlds: seen.size, violation: undefined };
}

function everyStep(protocol: Protocol, world: World): Step[] {
  return [
    ...withoutCrashes(protocol, world),
    ...crashes(world),
    ...starts(protocol, world),
    ...choices(protocol, world),
  ];
}

function withoutCrashes(protocol: Protocol, world: World): Step[] {
  return [
    ...targetSteps(protocol, world),
    ...burials(protocol, world),
    ...qemuSteps(protocol, world),
    ...storeSteps(protocol, world),
    ...sourceSteps(protocol, world),
  ];
}

function storyOf(reached: Reached): string[] {
  const story: string[] = [];
  for (let at: Reached | undefined = reached; at?.before !== undefined; at = at.before)
    story.unshift(at.step);
  return story;
}

function brokenPromise(world: World): string | undefined {
  const { here, there, startedAnew, past } = world;
  const running = [here === "running", there === "running", startedAnew.source, startedAnew.target];
  if (running.filter(Boolean).length > 1) return "two guests run";
  if (past.ranThere && past.ranHereAfterReceived) return "the guest ran on from one moment on both hosts";
  if (startedAnew.source && past.ranThere && !past.takenOver)
    return "the source was started anew although the guest had moved";
  return givenUp(world);
}

/** Between the halves of post-copy neither is ended as long as both could go on together, or one alone. */
function givenUp({ missing, here, there, stream, past }: World): string | undefined {
  if (!missing || past.mayBeLost || past.takenOver) return undefined;
  const isThere = there === "received" || there === "running";
  if (here === "dead" && isThere) return "the source ended while the target lacks memory of the guest";
  // After `failed` the source has all of it, unless the guest has gone on from there.
  if (!isThere && (stream !== "failed" || past.ranThere))
    return "a guest was given up that could have been mended";
  return undefined;
}

/** So many steps are enough for everything to come to rest. */
const restWithin = 80;

/**
 * Whether the world comes to rest as it should when nothing more goes wrong: of the steps that are possible the first is
 * taken, which are those without a loss. `known` holds what was found for worlds on the way.
 */
function neverSettles(
  protocol: Protocol,
  world: World,
  known: Map<string, string | undefined>,
): string | undefined {
  const way: string[] = [];
  let at = world;
  let found: string | undefined;
  for (let count = 0; ; count += 1) {
    const key = JSON.stringify(at);
    if (known.has(key)) {
      found = known.get(key);
      break;
    }
    way.push(key);
    const step = withoutCrashes(protocol, at)[0];
    if (step === undefined) {
      found = wrongRest(protocol, at);
      break;
    }
    if (count > restWithin) {
      found = `it never comes to rest: ${step.name} again and again`;
      break;
    }
    at = step.to;
  }
  for (const key of way) known.set(key, found);
  return found;
}

/** What is wrong with a world in which nothing more happens. */
function wrongRest(
  { rules }: Protocol,
  { here, there, startedAnew, records, disk, missing }: World,
): string | undefined {
  const isLeftHere = disk.sourceInstance && records.source?.migration != null;
  const isLeftThere = disk.targetInstance && records.target?.migration != null;
  if (isLeftHere || isLeftThere) return "a migration is left in the record";
  if (disk.incomingFile && there !== "dead") return "a prepared process is left on the target";
  if (missing && there === "running") return "the guest waits for its memory for ever";
  const running = [here === "running", there === "running", startedAnew.source, startedAnew.target];
  if (running.filter(Boolean).length === 1) return undefined;
  if (here === "paused" || there === "received") return "the guest is paused for ever";
  const mayHere = disk.sourceInstance && rules.mayClaim(records.source ?? undefined, "host-a");
  const mayThere = disk.targetInstance && rules.mayClaim(records.target ?? undefined, "host-b");
  return mayHere || mayThere ? undefined : "nobody may start it again";
}
