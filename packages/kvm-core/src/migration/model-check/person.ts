import { type Protocol, writeTarget } from "./protocol.ts";
import { migrationId, runningThere, type Step, targetHost, targetProcess, type World } from "./world.ts";

/**
 * What a person may settle, who says that the other host is off. Only on a side that still has its own process: it proves
 * that this host was not off itself, so that nobody can have chosen the other side before.
 */
export function choices(protocol: Protocol, world: World): Step[] {
  return [...sourceChosen(protocol, world), ...targetChosen(protocol, world)];
}

/** On the source: the target is off. The agent notes it first, and takes the record in its next step. */
function sourceChosen({ rules }: Protocol, world: World): Step[] {
  const { source, target, here, there, startedAnew, disk, records } = world;
  const isOff = (there === "dead" || there === "none") && !startedAnew.target;
  if (target.up || (rules.offMeansOff && !isOff)) return [];
  if (!source.up || source.at !== "idle" || records.source?.state !== "committed") return [];
  if (rules.choosesByItsProcess && here !== "paused") return [];
  const noted: World = { ...world, disk: { ...disk, taken: rules.remembersTakingOver } };
  return [{ name: "a person chooses the source", to: { ...noted, source: { ...source, at: "take-over" } } }];
}

/**
 * On the target: the source is off. Only where hosts share a store: else the record, and with it the right to call the
 * migration off, is with the source.
 */
function targetChosen(protocol: Protocol, world: World): Step[] {
  const { rules, shared } = protocol;
  const { source, target, here, there, startedAnew, disk, records } = world;
  const isOff = here === "dead" && !startedAnew.source;
  if ((rules.choosesTargetBySharedRecord && !shared) || source.up || (rules.offMeansOff && !isOff)) return [];
  if (!target.up || target.at !== "idle" || !disk.incomingFile || disk.willRun || there !== "received")
    return [];
  const held = records.target ?? records.source;
  // The record may say that the migration is over.
  if (held === null || (shared && held.migration?.id !== migrationId)) return [];
  const record = rules.takenOver(held, targetHost);
  const chosen: World = {
    ...world,
    there: "dead",
    past: { ...world.past, takenOver: true },
    disk: { ...disk, incomingFile: false, arrivedFile: true, targetInstance: true },
  };
  const to = rules.takenOverStartsAnew
    ? writeTarget(protocol, chosen, record)
    : writeTarget(protocol, runningThere(chosen), { ...record, incarnation: targetProcess });
  return [{ name: "a person chooses the target", to }];
}
