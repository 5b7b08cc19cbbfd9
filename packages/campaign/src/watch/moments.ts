/** What can be seen from outside of how far a migration is, in the order in which it happens. */
export const moments = [
  "begin",
  "prepare",
  "copying",
  "half copied",
  "ready",
  "setup",
  "active",
  "pre-switchover",
  "finishing",
  "device",
  "completed",
  "committed",
  "handed over",
  "will run",
  "resumed",
  "retire",
] as const;
/**
 * `begin`: the source's journal names the migration · `prepare`: the target has a QEMU · `copying` to `completed`: what
 * the source's QEMU says, of a disk that goes along `copying`, `half copied`, `ready` and, while the guest stands still,
 * `finishing` · `committed`: the record names the target · `handed over`: the target has noted its arrival · `will
 * run`: its journal allows it to run, or a paused one to stand there · `resumed`: its QEMU says that it runs · `retire`: the source's QEMU ends.
 */
export type Moment = (typeof moments)[number] | (typeof momentsOfPostCopy)[number];

/**
 * The same of a migration that ends by post-copy, which commits before the last is sent: `postcopy-active`: the source's
 * QEMU was let go on, and sends the devices and then the rest · `postcopy-paused`: it was cut off · `postcopy-recover`: it
 * is being joined again.
 */
export const momentsOfPostCopy = [
  "begin",
  "prepare",
  "setup",
  "active",
  "pre-switchover",
  "committed",
  "postcopy-active",
  "handed over",
  "will run",
  "resumed",
  "postcopy-paused",
  "postcopy-recover",
  "completed",
  "retire",
] as const;

/** Those of a disk that goes along. */
export const momentsOfCopy: readonly Moment[] = ["copying", "half copied", "ready", "finishing"];

/** Which moments have come, and who waits for one. */
export class Moments {
  readonly #came = new Map<Moment, PromiseWithResolvers<void>>();
  readonly #seen = new Set<Moment>();

  came(moment: Moment): void {
    this.#seen.add(moment);
    this.#of(moment).resolve();
  }

  /** All that have come. */
  get all(): ReadonlySet<Moment> {
    return new Set(this.#seen);
  }

  has(moment: Moment): boolean {
    return this.#seen.has(moment);
  }

  /** Resolves at that moment, or at once after it. */
  reached(moment: Moment): Promise<void> {
    return this.#of(moment).promise;
  }

  #of(moment: Moment): PromiseWithResolvers<void> {
    const waiting = this.#came.get(moment) ?? Promise.withResolvers<void>();
    this.#came.set(moment, waiting);
    return waiting;
  }
}
