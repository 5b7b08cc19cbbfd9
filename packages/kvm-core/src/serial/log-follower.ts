import { watchGrowth } from "./growth.ts";

/** While bytes keep coming, they are fetched in lots: one lot each 4 ms costs little and looks like a stream. */
const busyMs = 4;
/** So many writes in one lot's time are a flood: QEMU writes single bytes, and each write would wake us. */
const floodWrites = 16;
/** Nobody watches: when bytes came is known this exactly, and the log keeps its bound. */
const unwatchedMs = 150;
/** Without a word of inotify growth is still seen this soon, while somebody watches and while nobody does. */
const backstopMs = 1000;
const unwatchedBackstopMs = 60_000;
/** The same where no watch is to be had. */
const withoutWatchMs = 20;

/** What a follower needs of the one it works for. */
export interface Followed {
  /** What to watch. */
  readonly watchPath: string;
  /** Takes in what the log has more; true when there was something. */
  look(): boolean;
  /** Whether anybody waits for the bytes. */
  isWatched(): boolean;
  /** Told when the log cannot be looked at, once until it can be again. */
  onFault(fault: unknown): void;
}

/**
 * Keeps somebody abreast of a growing log. A quiet log is watched by inotify, and what comes is taken in at once; in a
 * flood, and while nobody watches, it is looked at now and then until it is quiet again. Hundreds of silent consoles
 * cost nothing. It never slows the one who writes.
 */
export class LogFollower implements Disposable {
  readonly #followed: Followed;
  #watch: Disposable | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lotAt = 0;
  #writesInLot = 0;
  #isFaulty = false;
  #isDone = false;

  constructor(followed: Followed) {
    this.#followed = followed;
    this.#listen();
  }

  /** Looks at the log now, because somebody began to watch. */
  wake(): void {
    this.#arm(0);
  }

  [Symbol.dispose](): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
    this.#stopListening();
  }

  /** Waits for word of growth. */
  #listen(): void {
    const isNew = this.#watch === undefined;
    this.#watch ??= watchGrowth(this.#followed.watchPath, () => this.#hear());
    // All of them at one moment: to wake for each of hundreds costs ten times as much as what is done then.
    if (!this.#followed.isWatched())
      this.#arm(unwatchedBackstopMs - (performance.now() % unwatchedBackstopMs));
    else this.#arm(this.#watch === undefined ? withoutWatchMs : backstopMs);
    // It may have grown before the watch was set.
    if (isNew) this.#hear();
  }

  #hear(): void {
    if (this.#isDone || !this.#look()) return;
    if (!this.#followed.isWatched() || this.#isFlood()) this.#pollAfterGrowth();
  }

  #tick(): void {
    if (this.#look()) this.#pollAfterGrowth();
    else this.#listen();
  }

  /** Looks again in a while, without hearing of every write. */
  #pollAfterGrowth(): void {
    this.#stopListening();
    this.#arm(this.#followed.isWatched() ? busyMs : unwatchedMs);
  }

  #look(): boolean {
    try {
      const grew = this.#followed.look();
      this.#isFaulty = false;
      return grew;
    } catch (fault) {
      if (!this.#isFaulty) this.#followed.onFault(fault);
      this.#isFaulty = true;
      return false;
    }
  }

  #isFlood(): boolean {
    const now = performance.now();
    if (now - this.#lotAt > busyMs) {
      this.#lotAt = now;
      this.#writesInLot = 0;
    }
    this.#writesInLot += 1;
    return this.#writesInLot > floodWrites;
  }

  #arm(ms: number): void {
    if (this.#isDone) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), ms);
  }

  #stopListening(): void {
    this.#watch?.[Symbol.dispose]();
    this.#watch = undefined;
  }
}
