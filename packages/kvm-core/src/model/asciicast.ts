import type { Arrival } from "./console-archive.ts";

/** What the first line of an asciicast v2 file says (docs.asciinema.org, "asciicast v2"). */
export interface CastHeader {
  readonly cols: number;
  readonly rows: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly title: string;
}

/** One line of it: `o` what the guest wrote, `i` what was typed, `m` a marker. */
export type CastEvent = readonly [seconds: number, code: "o" | "i" | "m", data: string];

/** The first line of a recording, with its line break. */
export function castHeaderLine({ cols, rows, startedAt, title }: CastHeader): string {
  const header = { version: 2, width: cols, height: rows, timestamp: Math.floor(startedAt / 1000), title };
  return `${JSON.stringify({ ...header, env: { TERM: "xterm-256color" } })}\n`;
}

/** One line of a recording, with its line break. */
export function castLine(event: CastEvent): string {
  return `${JSON.stringify([Math.round(event[0] * 1e6) / 1e6, event[1], event[2]])}\n`;
}

/**
 * Turns pages of a console's log into the events of a recording. Time is that of arrival; where none was recorded, that
 * of the last known one, and never runs backwards. Characters that are split between two lots come whole, with the
 * second.
 */
export class CastOutput {
  readonly #startedAt: number;
  readonly #decoder = new TextDecoder("utf-8");
  #seconds = 0;

  /** @param startedAt milliseconds since 1970; second 0 of the recording. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** The events of bytes that follow those of the call before. `from` is the number of the first byte. */
  events({
    from,
    bytes,
    arrivals,
  }: {
    readonly from: number;
    readonly bytes: Uint8Array;
    readonly arrivals: readonly Arrival[];
  }): CastEvent[] {
    const end = from + bytes.length;
    const cuts = arrivals.filter(({ seq }) => seq > from && seq < end).map(({ seq }) => seq);
    const events: CastEvent[] = [];
    for (const [index, start] of [from, ...cuts].entries()) {
      const text = this.#decoder.decode(bytes.subarray(start - from, (cuts[index] ?? end) - from), {
        stream: true,
      });
      if (text !== "") events.push([this.secondsOf(start, arrivals), "o", text]);
    }
    return events;
  }

  /** Second of the recording at which byte `seq` arrived, not before that of an earlier call. */
  secondsOf(seq: number, arrivals: readonly Arrival[]): number {
    const at = arrivals.findLast((arrival) => arrival.seq <= seq)?.at;
    if (at !== undefined) this.#seconds = Math.max(this.#seconds, (at - this.#startedAt) / 1000);
    return this.#seconds;
  }
}
