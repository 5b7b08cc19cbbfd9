import { type ByteRange, total, without } from "./byte-ranges.ts";
import type { PortRecord, SerialBoot } from "./port-record.ts";

/** How much of a console's past is kept: of the newest `boots` boots, the newest `bytesPerBoot` bytes of each. */
export interface Retention {
  readonly boots: number;
  readonly bytesPerBoot: number;
}

/** What is to be forgotten, and the boots that are still known after it. */
export interface Excess {
  readonly ranges: readonly ByteRange[];
  readonly boots: readonly SerialBoot[];
}

/** Giving space back costs a process and two disk writes: a boot may grow by this part over its bound before. */
const slackPart = 8;
/**
 * When it would be done more often than this, in milliseconds, a boot may grow further each time: the fork of a large
 * process stops it for some milliseconds. No UART is fast enough to grow by its bound in that time.
 */
const seldomMs = 10_000;
const mostSlackParts = 4;

/**
 * What a record has beyond its bound.
 *
 * @param end number of the byte that comes next.
 * @param held what must stay whatever the bound says.
 */
export function excess(
  { base, boots, holes }: PortRecord,
  end: number,
  { retention, held }: { readonly retention: Retention; readonly held: readonly ByteRange[] },
): Excess {
  const newest = boots.slice(-retention.boots);
  const first = newest[0]?.seq ?? end;
  const before = boots.length > newest.length ? first : Math.max(base, first - retention.bytesPerBoot);
  const ranges = newest.map(({ seq }, index) => {
    const to = newest[index + 1]?.seq ?? end;
    return { from: seq, to: Math.max(seq, to - retention.bytesPerBoot) };
  });
  const gone = without([{ from: base, to: before }, ...ranges], [...held, ...holes]);
  return { ranges: gone, boots: boots.filter((boot) => newest.includes(boot) || isHeld(boot, boots, held)) };
}

/** The number at which the present boot has reached its bound. */
export function boundOf({ base, boots, holes }: PortRecord, { bytesPerBoot }: Retention): number {
  return Math.max(boots.at(-1)?.seq ?? base, holes.at(-1)?.to ?? base) + bytesPerBoot;
}

/** How many bytes a boot may grow over its bound, as long as guests talk as guests do. */
export function leastSlack({ bytesPerBoot }: Retention): number {
  return Math.floor(bytesPerBoot / slackPart);
}

/** How many it may next time, when `sinceMs` have gone by since it was cut to its bound last. */
export function nextSlack(slack: number, sinceMs: number, retention: Retention): number {
  if (sinceMs < seldomMs) return Math.min(2 * slack, mostSlackParts * retention.bytesPerBoot);
  return sinceMs > 4 * seldomMs ? leastSlack(retention) : slack;
}

function isHeld(boot: SerialBoot, boots: readonly SerialBoot[], held: readonly ByteRange[]): boolean {
  const to = boots[boots.indexOf(boot) + 1]?.seq ?? Number.POSITIVE_INFINITY;
  const own = { from: boot.seq, to };
  return total(without([own], held)) !== total([own]);
}
