import type { Arrival, ConsoleBoot } from "../model/console-archive.ts";

/** What a console remembers, as those see it who read its past. Bytes are numbered from the guest's first on. */
export interface ConsolePast {
  /** Number of the byte after the newest one taken in. */
  readonly seq: number;
  /** Number of the oldest byte that is kept. */
  readonly oldest: number;
  /** The oldest first, the present one last. */
  readonly boots: readonly ConsoleBoot[];
  /** Takes in all that the guest has written. */
  settle(): Promise<number>;
  /** Up to `maxBytes` from number `from` on, fewer where kept bytes end. @throws GantryError `not_found` when it is not kept. */
  read(from: number, maxBytes: number): Promise<Uint8Array>;
  /** The first kept byte that is not before `seq`. */
  keptFrom(seq: number): number;
  /** When the bytes `from` to before `to` were first seen. The first stamp covers `from`; none where that is not known. */
  arrivals(from: number, to: number): readonly Arrival[] | Promise<readonly Arrival[]>;
}
