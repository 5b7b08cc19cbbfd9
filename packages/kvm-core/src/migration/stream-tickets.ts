import { randomBytes } from "node:crypto";

/** Where a stream ends on the target: QEMU's migration socket, or the export of one disk. */
export type StreamEnd = "memory" | { readonly disk: string };

/** Tickets for the streams of one migration. Each opens one stream, once. */
export class StreamTickets {
  readonly memory: string;
  /** By disk. */
  readonly disks: ReadonlyMap<string, string>;
  readonly #unused = new Map<string, StreamEnd>();

  constructor(disks: readonly string[]) {
    this.memory = this.#issue("memory");
    this.disks = new Map(disks.map((disk) => [disk, this.#issue({ disk })]));
  }

  /** What the ticket opens; undefined when it is none of these or was used. */
  use(ticket: string): StreamEnd | undefined {
    const end = this.#unused.get(ticket);
    this.#unused.delete(ticket);
    return end;
  }

  #issue(end: StreamEnd): string {
    const ticket = randomBytes(16).toString("hex");
    this.#unused.set(ticket, end);
    return ticket;
  }
}
