import { type Protocol, writeSource } from "./protocol.ts";
import { type SourceAt, sourceHost, sourceProcess, type Step, type World } from "./world.ts";

/** The source's process. */
export const self = { host: sourceHost, incarnation: sourceProcess };

/** The source's agent goes on at another place of its story. */
export function at(world: World, place: SourceAt, change: Partial<World> = {}): World {
  return { ...world, ...change, source: { ...world.source, at: place } };
}

/** The one step that is possible. */
export function to(name: string, world: World): Step[] {
  return [{ name, to: world }];
}

/** Something went wrong before the commit. */
export function giveUp(world: World): Step {
  return { name: "gives up", to: at(world, "undo-cancel") };
}

/** The record names the source again, and its process if it has one. */
export function takeBack(protocol: Protocol, world: World): World {
  const held = world.records.source;
  if (held === null) return at(world, "idle");
  const incarnation = world.here === "dead" ? null : sourceProcess;
  const record = protocol.rules.takenBack(held, sourceHost, incarnation);
  return writeSource(protocol, at(world, "let-run"), record);
}
