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

  /** @returns the lines that are new. */
  look(): string[] {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    if (size === this.#size) return [];
    this.#size = size;
    try {
      const found = readFileSync(this.#path, "utf8").split("\n").slice(0, -1);
      const fresh = found.filter((line) => !this.#lines.has(line));
      for (const line of fresh) this.#lines.add(line);
      return fresh;
    } catch {
      // The guest has just left this host.
      return [];
    }
  }

  get allowed(): WillRun[] {
    return [...this.#lines].flatMap((line) => {
      const [, at = "", epoch, incarnation] = willRun.exec(line) ?? [];
      if (epoch === undefined || incarnation === undefined) return [];
      return [{ host: this.#host, epoch: Number(epoch), incarnation, at: Date.parse(at) }];
    });
  }
}
