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

/** The number at which the present boot is so far over its bound that looking for what to forget is worth the while. */
export function nextExcess(
  { base, boots, holes }: PortRecord,
  end: number,
  { bytesPerBoot }: Retention,
): number {
  const oldest = Math.max(boots.at(-1)?.seq ?? base, holes.at(-1)?.to ?? base);
  return Math.max(oldest + bytesPerBoot, end) + Math.floor(bytesPerBoot / slackPart);
}

function isHeld(boot: SerialBoot, boots: readonly SerialBoot[], held: readonly ByteRange[]): boolean {
  const to = boots[boots.indexOf(boot) + 1]?.seq ?? Number.POSITIVE_INFINITY;
  const own = { from: boot.seq, to };
  return total(without([own], held)) !== total([own]);
}
