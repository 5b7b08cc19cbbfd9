import { postCopySteps } from "./post-copy-qemu.ts";
import { type Protocol, writeSource, writeTarget } from "./protocol.ts";
import { buryThere } from "./target-agent.ts";
import {
  runningHere,
  runningThere,
  sourceHost,
  sourceProcess,
  type Step,
  targetHost,
  type World,
} from "./world.ts";

/** What QEMU does by itself. */
export function qemuSteps(protocol: Protocol, world: World): Step[] {
  const { stream, here, there } = world;
  if (here === "dead") return there === "incoming" && stream !== "none" ? [partial(world)] : [];
  if (stream === "active") {
    const pauses: World = { ...world, here: "paused", stream: "pre-switchover" };
    return [{ name: "QEMU pauses the guest", to: pauses }, broken(protocol, world)];
  }
  if (stream === "pre-switchover") return there === "incoming" ? [] : [broken(protocol, world)];
  return stream === "device" ? lastOfIt(protocol, world) : postCopySteps(protocol, world);
}

/** The last of the guest is on its way. Whether the target's word that it has everything comes back is up to the link. */
function lastOfIt({ rules }: Protocol, world: World): Step[] {
  const { there } = world;
  const arrives: Step = { name: "QEMU received", to: received(rules, world) };
  const completes: Step = { name: "QEMU completed", to: { ...world, stream: "completed" } };
  const isThere = there === "received" || there === "running";
  if (isThere) return [completes, broken({ rules }, world)];
  if (there === "incoming")
    return [rules.completedMeansReceived ? broken({ rules }, world) : completes, arrives].toReversed();
  return rules.completedMeansReceived ? [broken({ rules }, world)] : [completes, broken({ rules }, world)];
}

function received(rules: Protocol["rules"], world: World): World {
  return rules.waitsForGate ? { ...world, there: "received" } : runningThere(world);
}

/** The link breaks: the source's QEMU resumes by itself, the target's ends unless it has everything. */
function broken({ rules }: Pick<Protocol, "rules">, world: World): Step {
  const there = world.there === "incoming" ? "dead" : world.there;
  const failed: World = { ...world, stream: "failed", there };
  const stays = world.postCopy && rules.pausesBeforePostCopy;
  return { name: "the link breaks", to: stays ? failed : runningHere(failed) };
}

function partial(world: World): Step {
  return { name: "the target's QEMU ends without its source", to: { ...world, there: "dead" } };
}

/** A commit whose answer was lost reaches the store late, or never. The store compares, and makes no change that is outdated. */
export function storeSteps(protocol: Protocol, world: World): Step[] {
  const { underWay, records } = world;
  if (underWay === null) return [];
  const over: World = { ...world, underWay: null };
  const isOutdated = JSON.stringify(records.source) !== JSON.stringify(underWay.over);
  const lost: Step = { name: "the commit is lost", to: over };
  if (protocol.rules.comparesBeforeSwap && isOutdated) return [lost];
  const late = writeSource(protocol, over, underWay.record);
  return [{ name: "the commit takes effect late", to: late }, lost];
}

/** Agents notice that a process is gone, and write that none may run. */
export function burials(protocol: Protocol, world: World): Step[] {
  const steps: Step[] = [];
  const held = world.records.source;
  const self = { host: sourceHost, incarnation: sourceProcess };
  if (world.source.up && world.here === "dead" && held !== null && protocol.rules.mayRun(held, self))
    steps.push({
      name: "source: buries its process",
      to: writeSource(protocol, world, protocol.rules.released(held, protocol)),
    });
  if (world.target.up && world.there === "dead" && !world.disk.incomingFile) {
    const to = buryThere(protocol, world);
    if (to !== world) steps.push({ name: "target: buries its process", to });
  }
  return steps;
}

/** Whatever may die does; each costs one of the crashes left. */
export function crashes(world: World): Step[] {
  if (world.crashesLeft === 0) return [];
  const after = { ...world, crashesLeft: world.crashesLeft - 1 };
  const steps: Step[] = [];
  const halved = { ...after, past: { ...world.past, mayBeLost: world.past.mayBeLost || world.postCopy } };
  if (world.source.up)
    steps.push({
      name: "the source's agent dies",
      to: { ...after, source: { ...world.source, up: false, at: "idle", heard: false } },
    });
  if (world.target.up) {
    const target = { up: false, at: "idle", handed: null, read: null, reply: null } as const;
    steps.push({ name: "the target's agent dies", to: { ...after, target } });
  }
  if (world.here !== "dead") steps.push({ name: "the source's QEMU dies", to: { ...halved, here: "dead" } });
  if (world.there !== "dead" && world.there !== "none")
    steps.push({ name: "the target's QEMU dies", to: { ...halved, there: "dead" } });
  return steps;
}

/** Somebody starts the instance anew, wherever the rules let them. */
export function starts(protocol: Protocol, world: World): Step[] {
  const { rules } = protocol;
  const steps: Step[] = [];
  const { source, target, disk, records, startedAnew } = world;
  const fresh = "ffffffffffffffff";
  const canHere = source.up && source.at === "idle" && world.here === "dead" && disk.sourceInstance;
  if (canHere && !startedAnew.source && rules.mayClaim(records.source ?? undefined, sourceHost)) {
    const record = rules.claimed(records.source ?? undefined, uuidOf(world), {
      host: sourceHost,
      incarnation: fresh,
    });
    const to = writeSource(protocol, { ...world, startedAnew: { ...startedAnew, source: true } }, record);
    steps.push({ name: "somebody starts it anew on the source", to });
  }
  const canThere =
    target.up && target.at === "idle" && world.there === "dead" && disk.targetInstance && !disk.incomingFile;
  if (canThere && !startedAnew.target && rules.mayClaim(records.target ?? undefined, targetHost)) {
    const record = rules.claimed(records.target ?? undefined, uuidOf(world), {
      host: targetHost,
      incarnation: fresh,
    });
    const to = writeTarget(protocol, { ...world, startedAnew: { ...startedAnew, target: true } }, record);
    steps.push({ name: "somebody starts it anew on the target", to });
  }
  return steps;
}

function uuidOf({ records }: World): string {
  return records.source?.uuid ?? records.target?.uuid ?? "3a5b6c1e-7d4f-4a2b-9c8d-0e1f2a3b4c5d";
}
