import type { Forecast } from "@gantry/kvm-core/model";
import { amount } from "./plan-words.ts";

/** Why an instance cannot be at a place, and what would help. */
export interface PlaceFault {
  readonly why: string;
  readonly fix: string;
}

/** What the checks say of one instance on one other host. */
export interface Place {
  readonly target: string;
  /** The first check that failed, or why nothing could be checked. */
  readonly fault?: PlaceFault;
  /** What is to be known before: checks that warn, a move that will not end by itself. */
  readonly warnings: readonly string[];
  /** Disks that would be copied. */
  readonly copies: readonly string[];
  readonly forecast?: Forecast;
}

/** The memory of the other hosts while a plan promises it away. In MiB. */
export class Room {
  readonly #left: Map<string, number>;

  constructor(availableMiB: ReadonlyMap<string, number>) {
    this.#left = new Map(availableMiB);
  }

  left(target: string): number {
    return this.#left.get(target) ?? 0;
  }

  take(target: string, memoryMiB: number): void {
    this.#left.set(target, this.left(target) - memoryMiB);
  }

  /** @param own what of its memory is promised to this very instance already. */
  fault({ target }: Place, memoryMiB: number, own = 0): PlaceFault | undefined {
    const left = this.left(target) + own;
    if (left >= memoryMiB) return undefined;
    return {
      why: `It needs ${amount(memoryMiB)}; ${amount(Math.max(0, left))} of the memory of ${target} are left beside what else moves there.`,
      fix: `Free memory on ${target}, or let another instance go elsewhere.`,
    };
  }
}

/**
 * The place that suits best: one where nothing has to be copied, then the one with fewest warnings, then the one that has
 * most memory left. Undefined when there is none.
 */
export function bestOf(places: readonly Place[], memoryMiB: number, room: Room): Place | undefined {
  const fitting = places.filter((place) => (place.fault ?? room.fault(place, memoryMiB)) === undefined);
  return fitting.toSorted(
    (a, b) =>
      a.copies.length - b.copies.length ||
      a.warnings.length - b.warnings.length ||
      room.left(b.target) - room.left(a.target) ||
      (a.target < b.target ? -1 : 1),
  )[0];
}
