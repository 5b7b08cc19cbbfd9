import { setTimeout as delay } from "node:timers/promises";
import { waitForGrowth } from "./growth.ts";

/** While bytes keep coming, they are fetched in lots: one lot each 4 ms costs little and looks like a stream. */
const busyMs = 4;
/** Nobody watches, and the guest writes: looked after only so that the log keeps its bound. */
const unwatchedMs = 1000;
/** Nobody watches a silent guest. A UART passes some 300 kB/s at most: in a minute a log outgrows its bound by 18 MB. */
const silentMs = 60_000;
const afterFaultMs = 1000;

/** What a follower needs of the one it works for. */
export interface Followed {
  readonly path: string;
  /** Takes in what the log has more; true when there was something. */
  catchUp(): Promise<boolean>;
  /** Whether the log has more. */
  hasGrown(): Promise<boolean>;
  /** Whether anybody waits for the bytes. */
  isWatched(): boolean;
  /** Told when the log cannot be read, once until it can be again. */
  onFault(fault: unknown): void;
}

/**
 * Keeps somebody abreast of a growing log: at once after a silence, each 4 ms in a flood, seldom while nobody watches:
 * hundreds of silent consoles must cost an idle host nothing. It never slows the one who writes.
 */
export class LogFollower implements AsyncDisposable {
  readonly #followed: Followed;
  readonly #stopping = new AbortController();
  #nap = new AbortController();
  readonly #done: Promise<void>;

  constructor(followed: Followed) {
    this.#followed = followed;
    this.#done = this.#run();
  }

  /** Looks at the log now, because somebody began to watch. */
  wake(): void {
    this.#nap.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#nap.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    let faulty = false;
    while (!this.#stopping.signal.aborted) {
      this.#nap = new AbortController();
      try {
        await this.#round(this.#nap.signal);
        faulty = false;
      } catch (fault) {
        if (!faulty) this.#followed.onFault(fault);
        faulty = true;
        await sleep(afterFaultMs, this.#stopping.signal);
      }
    }
  }

  async #round(nap: AbortSignal): Promise<void> {
    const followed = this.#followed;
    const grew = await followed.catchUp();
    if (!followed.isWatched()) await sleep(grew ? unwatchedMs : silentMs, nap);
    else if (grew) await sleep(busyMs, this.#stopping.signal);
    else await waitForGrowth(followed.path, () => followed.hasGrown(), nap);
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
