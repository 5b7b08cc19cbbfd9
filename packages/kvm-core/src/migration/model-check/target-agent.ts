import { type Protocol, writeTarget } from "./protocol.ts";
import {
  migrationId,
  runningThere,
  type Step,
  type TargetAt,
  targetHost,
  targetProcess,
  type World,
} from "./world.ts";

const self = { host: targetHost, incarnation: targetProcess };

/** What the target says of its side when it is asked. Its agent is up. */
export function answerOf({
  target,
  there,
  disk,
}: World): "waiting" | "received" | "committed" | "failed" | "gone" {
  // While a hand-over is under way it may yet come to the gate: nothing may be promised.
  if (target.at !== "idle") return "received";
  if (!disk.incomingFile) return disk.arrivedFile ? "committed" : "gone";
  if (disk.willRun) return "committed";
  if (there === "dead") return "failed";
  return there === "incoming" ? "waiting" : "received";
}

/** A hand-over reaches the target. It is the same when it is repeated. */
export function takeHandOver(world: World): World {
  const { disk, there, records, target } = world;
  if (target.at !== "idle" || target.reply !== null) return world;
  if (!disk.incomingFile && !disk.arrivedFile) return answered(world, "refused");
  // A former agent took it over, and may have died before the gate. One that has ended since has arrived all the same.
  const isHeld = there === "received";
  if (!disk.incomingFile)
    return isHeld ? { ...world, target: { ...target, at: "gate" } } : answered(world, "done");
  if (disk.willRun) return { ...world, target: { ...target, at: there === "received" ? "gate" : "settle" } };
  if (there !== "received") return answered(world, "refused");
  return { ...world, target: { ...target, at: "store", handed: records.source } };
}

/** What the target's agent does next, if it is at something. */
export function targetSteps(protocol: Protocol, world: World): Step[] {
  const { target } = world;
  if (!target.up) return [{ name: "target agent comes back", to: comeBack(world) }];
  const to = story[target.at](protocol, world);
  return to === undefined ? [] : [{ name: `target: ${target.at}`, to }];
}

function at(world: World, place: TargetAt, change: Partial<World> = {}): World {
  return { ...world, ...change, target: { ...world.target, at: place } };
}

type Act = (protocol: Protocol, world: World) => World | undefined;

/** `accept-hand-over.ts`, line by line, and what the target looks after when nobody asks it. */
const story: Record<TargetAt, Act> = {
  idle: (protocol, world) => {
    if (mayForget(protocol, world)) return abortThere(world);
    return maySettle(protocol, world) ? settled(protocol, world) : askedSource(protocol, world);
  },
  store: ({ rules }, world) => {
    const { handed } = world.target;
    if (handed === null || !rules.mayTake(undefined, handed, self)) return answered(world, "refused");
    return at(world, "arrived", { disk: { ...world.disk, targetInstance: true } });
  },
  arrived: (_, world) => at(world, "read-record", { disk: { ...world.disk, arrivedFile: true } }),
  "read-record": (_, world) => ({
    ...world,
    target: { ...world.target, at: "take-record", read: world.records.target },
  }),
  "take-record": (protocol, world) => {
    const { rules } = protocol;
    const { read, handed } = world.target;
    const isStale = rules.comparesBeforeSwap && JSON.stringify(read) !== JSON.stringify(world.records.target);
    if (handed === null || isStale || !rules.mayTake(read ?? undefined, handed, self))
      return answered(world, "refused");
    return writeTarget(protocol, at(world, "gate"), handed);
  },
  gate: ({ rules }, world) => {
    if (!rules.mayRun(world.records.target ?? undefined, self)) return answered(world, "refused");
    const willRun = rules.writesWillRunFirst || world.disk.willRun;
    return at(world, "cont", { disk: { ...world.disk, willRun } });
  },
  cont: (_, world) => {
    if (world.there !== "received") return at(world, "settle");
    return runningThere(at(world, "settle", { disk: { ...world.disk, willRun: true } }));
  },
  settle: (protocol, world) => at(world, "unlist", { records: settled(protocol, world).records }),
  unlist: (_, world) => answered({ ...world, disk: { ...world.disk, incomingFile: false } }, "done"),
};

/** The record says that the guest has arrived, or that its process has ended here since. */
function settled(protocol: Protocol, world: World): World {
  const held = world.records.target;
  const { rules } = protocol;
  if (held === null || !rules.mayRun(held, self)) return world;
  if (rules.arrivesWhole && world.missing && world.there !== "dead") return world;
  return writeTarget(
    protocol,
    world,
    world.there === "dead" ? rules.released(held, protocol) : rules.arrived(held, protocol),
  );
}

function answered(world: World, reply: "done" | "refused"): World {
  return { ...world, target: { ...world.target, at: "idle", handed: null, read: null, reply } };
}

/** A new agent takes up what waits, and removes what is dead and never ran; what may have run is an instance. */
function comeBack(world: World): World {
  const { disk, there } = world;
  const up: World = { ...world, target: { up: true, at: "idle", handed: null, read: null, reply: null } };
  if (!disk.incomingFile) return up;
  if (disk.willRun) return { ...up, disk: { ...disk, incomingFile: false } };
  return there === "dead" || there === "none" ? removed(up) : up;
}

/** Nothing is left of a guest that never ran here. The record stays as it is: it gives no right without a process. */
function removed(world: World): World {
  const disk = { ...world.disk, incomingFile: false, arrivedFile: false, targetInstance: false };
  return { ...world, there: "none", disk };
}

/** The process of a guest that has arrived is gone: the record says that none may run any more. */
export function buryThere(protocol: Protocol, world: World): World {
  const held = world.records.target;
  if (held === null || !protocol.rules.mayRun(held, self)) return world;
  return writeTarget(protocol, world, protocol.rules.released(held, protocol));
}

/** The source has said that it holds nothing of the guest any more. */
export function hearLetGo(protocol: Protocol, world: World): World {
  const held = world.records.target;
  if (held?.migration == null || held.owner !== targetHost) return world;
  return writeTarget(protocol, world, protocol.rules.letGo(held));
}

/** It has arrived, and its source has not yet said that it has let go: it is asked. */
function askedSource(protocol: Protocol, world: World): World | undefined {
  const { rules } = protocol;
  const { source, records, disk } = world;
  const isUnsettled = rules.unfinished(records.target ?? undefined, targetHost) === "settle";
  if (!isUnsettled || disk.incomingFile || !disk.targetInstance || !source.up) return undefined;
  // A source that forgot its instance has nothing left, whatever its record says.
  const isStanding = disk.sourceInstance && rules.stands(records.source ?? undefined, migrationId);
  switch (rules.afterArrival({ stands: isStanding, taken: disk.taken })) {
    case "wait":
      return undefined;
    case "keep":
      return hearLetGo(protocol, world);
    case "withdraw":
      return writeTarget(
        protocol,
        { ...world, there: "dead", disk: { ...disk, targetInstance: false } },
        null,
      );
  }
}

/** The record still speaks of a migration by which a guest has arrived that may have run here. */
function maySettle({ rules }: Protocol, { records, disk, there, missing }: World): boolean {
  const held = records.target ?? undefined;
  if (rules.arrivesWhole && missing) return false;
  const isHere = !disk.incomingFile && disk.willRun && there !== "received";
  const isWritten = held?.migration?.phase === "arrived" && there !== "dead";
  return isHere && !isWritten && rules.mayRun(held, self) && rules.unfinished(held, targetHost) === "settle";
}

/** What waits here is of no use any more: its source says that its record does not speak of this migration. */
function mayForget({ rules }: Protocol, { source, records, disk }: World): boolean {
  return (
    source.up && disk.incomingFile && !disk.willRun && !rules.stands(records.source ?? undefined, migrationId)
  );
}

/** The source calls the migration off: what was prepared goes, unless it is being handed over. */
export function abortThere(world: World): World {
  const { target, disk } = world;
  return disk.incomingFile && target.at === "idle" && !disk.willRun ? removed(world) : world;
}
