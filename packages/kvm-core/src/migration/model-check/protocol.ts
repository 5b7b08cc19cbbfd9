import type { OwnershipRecord } from "../../model/ownership.ts";
import type { Rules } from "./rules.ts";
import type { World } from "./world.ts";

/** What is being tried. */
export interface Protocol {
  readonly rules: Rules;
  /** One store for both hosts, or one each. */
  readonly shared: boolean;
  /** How often a hand-over is repeated before the source leaves it to recovery. */
  readonly tries: number;
  /** Whether post-copy was chosen for a guest that writes too fast. */
  readonly postCopy: boolean;
}

/** Writes the source's record; with a shared store it is the target's too. */
export function writeSource({ shared }: Protocol, world: World, record: OwnershipRecord | null): World {
  return { ...world, records: { source: record, target: shared ? record : world.records.target } };
}

/** Writes the target's record; with a shared store it is the source's too. */
export function writeTarget({ shared }: Protocol, world: World, record: OwnershipRecord | null): World {
  return { ...world, records: { target: record, source: shared ? record : world.records.source } };
}
