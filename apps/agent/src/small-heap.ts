import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** After so many milliseconds without a request the agent is at rest. */
const defaultRestMs = 5000;
/** What its young objects may take while it works: more made nothing quicker. */
const enoughForTheYoung = 16 * 1024 * 1024;

/**
 * Gives memory back to the host when nobody asks for anything. V8 has a part that does so, its memory reducer, but never
 * takes a Node that is at rest for idle (V8 13.6: without any allocation it has no rate of allocation). It looks no
 * further where the heap is optimised for size; under load that costs a third more processor time, so it is so at rest
 * only. V8 also lets the young generation grow to 64 MiB under load, which is kept from it at all times.
 */
export class SmallHeap implements Disposable {
  readonly #rest: NodeJS.Timeout;
  #state: "at rest" | "growing" | "grown" = "grown";

  /** To be made before much is done: by then, loading the program has grown the young generation far enough. */
  constructor({ restsAfterMs = defaultRestMs }: { readonly restsAfterMs?: number } = {}) {
    this.#rest = setTimeout(() => this.#shrink(), restsAfterMs).unref();
    setFlagsFromString("--semi-space-growth-factor=1");
    // What is at rest is cleaned up at once, in some three rounds, instead of now and then in the half minute after it.
    setFlagsFromString("--gc-memory-reducer-start-delay-ms=1000");
  }

  /** Something is asked of the agent. Cheap: it may be told of each request. */
  stir(): void {
    this.#rest.refresh();
    if (this.#state === "at rest") {
      setFlagsFromString("--no-optimize-for-size");
      setFlagsFromString("--semi-space-growth-factor=2");
      this.#state = "growing";
    } else if (this.#state === "growing" && youngBytes() >= enoughForTheYoung) {
      setFlagsFromString("--semi-space-growth-factor=1");
      this.#state = "grown";
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#rest);
  }

  #shrink(): void {
    setFlagsFromString("--optimize-for-size");
    this.#state = "at rest";
  }
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === "new_space")?.space_size ?? 0;
}
