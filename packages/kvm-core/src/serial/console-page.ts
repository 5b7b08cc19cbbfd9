import type { ConsoleBoot } from "../model/console-archive.ts";
import { GantryError } from "../model/error.ts";
import { bootOf } from "./console-boots.ts";
import type { ConsolePast } from "./console-past.ts";

/** Which part of a console's past. Without `boot` the numbers of the bytes alone say where. */
export interface PageOrder {
  readonly boot?: number | undefined;
  /** First byte wanted; the oldest kept one when absent. */
  readonly from?: number | undefined;
  readonly maxBytes: number;
}

/** A piece of what the guest wrote, without a hole. */
export interface ConsolePage {
  readonly boot?: ConsoleBoot;
  /** Number of the first byte: later than asked for when that is not kept any more. */
  readonly from: number;
  /** Where the next page begins; `end` when this was the last one. */
  readonly next: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads one page of a console's past.
 *
 * @throws GantryError `not_found` (no such boot), `invalid_input` (a byte that is not written yet).
 */
export async function readConsolePage(past: ConsolePast, order: PageOrder): Promise<ConsolePage> {
  await past.settle();
  const boot = order.boot === undefined ? undefined : bootOf(past.boots, order.boot);
  const [start, end] = boot === undefined ? [past.oldest, past.seq] : [boot.oldest, boot.to];
  const wanted = order.from ?? start;
  if (wanted > end) throw notWritten(wanted, end);
  const from = Math.min(past.keptFrom(Math.max(wanted, start)), end);
  const pieces: Uint8Array[] = [];
  let next = from;
  for (let left = order.maxBytes; left > 0 && next < end && past.keptFrom(next) === next; ) {
    const piece = await past.read(next, Math.min(left, end - next));
    if (piece.length === 0) break;
    pieces.push(piece);
    next += piece.length;
    left -= piece.length;
  }
  return {
    ...(boot && { boot }),
    from,
    next: next < end ? Math.min(past.keptFrom(next), end) : end,
    end,
    bytes: Buffer.concat(pieces),
  };
}

function notWritten(from: number, end: number): GantryError {
  return new GantryError("invalid_input", {
    message: `Byte ${from} of this console is not written yet; what was asked for ends at ${end}.`,
    hint: `Ask from ${end} on, or leave \`from\` out.`,
    details: { from, end },
  });
}
