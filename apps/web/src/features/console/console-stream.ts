import { acknowledgeEveryBytes } from "@gantry/kvm-core/model";

/** What happened to the numbering, worth a grey line in the terminal. Numbers count the guest's bytes. */
export type StreamNote =
  | { readonly type: "gap"; readonly from: number; readonly to: number }
  | { readonly type: "restarted" };

/**
 * Counts the guest's bytes, so that a connection that broke is continued exactly where it was: nothing lost, nothing
 * twice. Knows nothing of sockets and terminals.
 */
export class ConsoleStream {
  #next: number | undefined;
  #parsed = 0;
  #acknowledged = 0;

  /** Number of the byte wanted next; undefined before the first greeting. A new connection asks for `from=` this. */
  get next(): number | undefined {
    return this.#next;
  }

  /** The agent greets: the first byte that follows has the number `seq`. */
  greeted(seq: number): StreamNote | undefined {
    const wanted = this.#next;
    this.#next = seq;
    this.#parsed = seq;
    this.#acknowledged = seq;
    if (wanted === undefined || wanted === seq) return undefined;
    // Asked for `wanted`, the agent begins earlier only when the guest has not written as much: a new numbering.
    return wanted < seq ? { type: "gap", from: wanted, to: seq } : { type: "restarted" };
  }

  /** The agent leaves bytes out. A gap that the greeting already told is not told twice. */
  skipped(from: number, to: number): StreamNote | undefined {
    if (this.#next === undefined || to <= this.#next) return undefined;
    this.#parsed += to - this.#next;
    this.#next = to;
    return { type: "gap", from, to };
  }

  /** Bytes arrived: all of them are new, each once. */
  received(length: number): void {
    if (this.#next !== undefined) this.#next += length;
  }

  /**
   * The terminal has taken in `length` bytes.
   *
   * @returns the number to acknowledge now, or undefined while it is not worth a frame.
   */
  parsed(length: number): number | undefined {
    this.#parsed += length;
    if (this.#parsed - this.#acknowledged < acknowledgeEveryBytes) return undefined;
    this.#acknowledged = this.#parsed;
    return this.#parsed;
  }
}
