import { readFileSync, statSync } from "node:fs";
import type { HostPlace } from "../world/names.ts";

/** A line that says that a process may run, as one host's journal had it. */
export interface WillRun {
  readonly host: HostPlace;
  readonly epoch: number;
  readonly incarnation: string;
  /** When its writer says it was written, milliseconds since 1970. */
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
  readonly #lines = new Set<string>();
  #size = -1;

  constructor(host: HostPlace, path: string) {
    this.#host = host;
    this.#path = path;
  }

  look(): void {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    if (size === this.#size) return;
    this.#size = size;
    try {
      for (const line of readFileSync(this.#path, "utf8").split("\n").slice(0, -1)) this.#lines.add(line);
    } catch {
      // The guest has just left this host.
    }
  }

  /** Whether it ever had such a line. */
  had(line: RegExp): boolean {
    return [...this.#lines].some((one) => line.test(one));
  }

  get allowed(): WillRun[] {
    return [...this.#lines].flatMap((line) => {
      const [, at = "", epoch, incarnation] = willRun.exec(line) ?? [];
      if (epoch === undefined || incarnation === undefined) return [];
      return [{ host: this.#host, epoch: Number(epoch), incarnation, at: Date.parse(at) }];
    });
  }
}
