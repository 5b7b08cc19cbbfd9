import { readFileSync, statSync } from "node:fs";
import type { HostPlace } from "../world/names.ts";

/** A line that says that a process may run, as one host's journal had it. */
export interface WillRun {
  readonly host: HostPlace;
  readonly epoch: number;
  readonly incarnation: string;
  /** When it was written: as its writer says, put right where its clock was wrong; milliseconds since 1970. */
  readonly at: number;
}

const willRun = /^(\S+) will-run (\d+) (\S+)$/;

/**
 * Reads an instance's journal again and again, and keeps what it had: a host that the guest has left removes it. In one go,
 * without a turn of the event loop, so that what it has can be compared with what happens at this moment.
 */
export class JournalReader {
  readonly #host: HostPlace;
  readonly #path: string;
  readonly #trueTime: (shown: number, seenAt: number) => number;
  /** Each line, and when it was first seen. */
  readonly #lines = new Map<string, number>();
  #size = -1;

  /** @param trueTime of what was written at a time by the host's clock and first seen at another. */
  constructor(host: HostPlace, path: string, trueTime = (shown: number, _seenAt: number) => shown) {
    this.#host = host;
    this.#path = path;
    this.#trueTime = trueTime;
  }

  look(): void {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    if (size === this.#size) return;
    this.#size = size;
    try {
      for (const line of readFileSync(this.#path, "utf8").split("\n").slice(0, -1))
        this.#lines.set(line, this.#lines.get(line) ?? Date.now());
    } catch {
      // The guest has just left this host.
    }
  }

  /** Whether it ever had such a line. */
  had(line: RegExp): boolean {
    return [...this.#lines.keys()].some((one) => line.test(one));
  }

  get allowed(): WillRun[] {
    return [...this.#lines].flatMap(([line, seenAt]) => {
      const [, at = "", epoch, incarnation] = willRun.exec(line) ?? [];
      if (epoch === undefined || incarnation === undefined) return [];
      const written = this.#trueTime(Date.parse(at), seenAt);
      return [{ host: this.#host, epoch: Number(epoch), incarnation, at: written }];
    });
  }
}
