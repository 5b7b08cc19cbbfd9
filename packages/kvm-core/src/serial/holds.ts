import { type ByteRange, total } from "./byte-ranges.ts";

/** Bytes that somebody still needs, such as a recording that runs. */
export interface HoldRequest {
  readonly from: number;
  /** Everything that comes, when absent. */
  readonly to?: number;
  /**
   * Told once when they are kept no longer: they have become too many, or somebody forgot them on purpose. What is
   * left of them then goes like any other past.
   */
  readonly onBroken: (why: "too-many" | "forgotten") => void;
}

/** So many bytes may be held beyond their time by all together. */
const maxHeldBytes = 256 * 1024 * 1024;

/** Bytes that are not given back although their time has come. */
export class Holds {
  readonly #all = new Set<HoldRequest>();
  readonly #maxBytes: number;

  constructor(maxBytes = maxHeldBytes) {
    this.#maxBytes = maxBytes;
  }

  add(request: HoldRequest): Disposable {
    this.#all.add(request);
    return { [Symbol.dispose]: () => void this.#all.delete(request) };
  }

  /** What is held now of the bytes before `end`. When that is too much the longest hold breaks, and so on. */
  ranges(end: number): ByteRange[] {
    const all = [...this.#all].map((request) => ({
      request,
      range: { from: request.from, to: request.to ?? end },
    }));
    all.sort((a, b) => a.range.to - a.range.from - (b.range.to - b.range.from));
    for (;;) {
      const ranges = all.map(({ range }) => range);
      if (total(ranges) <= this.#maxBytes) return ranges;
      this.#break(all.pop()?.request, "too-many");
    }
  }

  /** What is held is forgotten all the same. */
  breakAll(): void {
    for (const request of this.#all) this.#break(request, "forgotten");
  }

  #break(request: HoldRequest | undefined, why: "too-many" | "forgotten"): void {
    if (request === undefined || !this.#all.delete(request)) return;
    request.onBroken(why);
  }
}
