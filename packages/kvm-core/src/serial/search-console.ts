import { setImmediate as yieldToOthers } from "node:timers/promises";
import type { ConsoleHit } from "../model/console-archive.ts";
import { GantryError } from "../model/error.ts";
import { bootOf } from "./console-boots.ts";
import type { ConsolePast } from "./console-past.ts";
import { type LineMatch, LineMatcher } from "./line-matcher.ts";
import { PlainLines } from "./plain-lines.ts";

/** Read at a time: a few milliseconds of work, after which others have their turn. */
const chunkBytes = 256 * 1024;

/** What is sought, and where. */
export interface SearchOrder {
  readonly text: string;
  readonly matchCase: boolean;
  /** All kept boots when absent; see `bootOf`. */
  readonly boot?: number | undefined;
  readonly limit: number;
}

/** Bytes of one boot. Those before the first boot on record belong to boot 0. */
interface Stretch {
  readonly boot: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Finds literal text in what a guest wrote, as it can be read: without escape sequences and control characters. Newest
 * hits first, one for each line.
 *
 * @throws GantryError `not_found` (no such boot), `cancelled`.
 */
export async function searchConsole(
  past: ConsolePast,
  order: SearchOrder,
  signal?: AbortSignal,
): Promise<{ hits: ConsoleHit[]; more: boolean }> {
  await past.settle();
  const stretches = order.boot === undefined ? all(past) : [stretchOf(bootOf(past.boots, order.boot))];
  const hits: ConsoleHit[] = [];
  for (const stretch of stretches) {
    // One more than there is room for tells whether there are older ones.
    const wanted = order.limit + 1 - hits.length;
    const matches = await newestIn(past, stretch, { ...order, wanted, signal });
    for (const match of matches) hits.push(await hitOf(past, stretch.boot, match));
    if (hits.length > order.limit) return { hits: hits.slice(0, order.limit), more: true };
  }
  return { hits, more: false };
}

/** The newest matches in one boot, the newest first. Lines are counted from its start, so all of it is read. */
async function newestIn(
  past: ConsolePast,
  { from, to }: Stretch,
  order: SearchOrder & { readonly wanted: number; readonly signal: AbortSignal | undefined },
): Promise<LineMatch[]> {
  const matcher = new LineMatcher(order);
  let at = past.keptFrom(from);
  const lines = new PlainLines(at, (line) => matcher.hear(line));
  while (at < to) {
    if (order.signal?.aborted) throw cancelled(order.signal);
    const bytes = await readKept(past, at, Math.min(chunkBytes, to - at));
    if (bytes.length === 0) break;
    lines.feed(bytes);
    at += bytes.length;
    await yieldToOthers();
  }
  lines.end();
  return matcher.newest();
}

/** Bytes may be given back while they are searched: then this boot is searched as far as was read. */
async function readKept(past: ConsolePast, at: number, maxBytes: number): Promise<Uint8Array> {
  if (past.keptFrom(at) !== at) return new Uint8Array();
  return await past.read(at, maxBytes);
}

async function hitOf(past: ConsolePast, boot: number, match: LineMatch): Promise<ConsoleHit> {
  const [arrival] = await past.arrivals(match.seq, match.seq + 1);
  return { boot, ...match, ...(arrival && { at: arrival.at }) };
}

/** The newest first. */
function all({ boots, oldest, seq }: ConsolePast): Stretch[] {
  const before = { boot: 0, from: oldest, to: boots[0]?.from ?? seq };
  return [before, ...boots.map(stretchOf)].filter(({ from, to }) => from < to).toReversed();
}

function stretchOf({ n, oldest, to }: { n: number; oldest: number; to: number }): Stretch {
  return { boot: n, from: oldest, to };
}

function cancelled(signal: AbortSignal): GantryError {
  return new GantryError("cancelled", {
    message: "The search was cancelled.",
    hint: "Search again when it suits.",
    cause: signal.reason,
  });
}
