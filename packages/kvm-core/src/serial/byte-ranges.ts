/** Bytes `from` up to before `to`, by their numbers. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** The union of all ranges: ordered, apart from each other, none empty. */
export function merged(ranges: readonly ByteRange[]): ByteRange[] {
  const union: ByteRange[] = [];
  for (const range of ranges.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = union.at(-1);
    if (last === undefined || last.to < range.from) union.push(range);
    else union[union.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return union;
}

/** What is in one of `ranges` and in none of `taken`. */
export function without(ranges: readonly ByteRange[], taken: readonly ByteRange[]): ByteRange[] {
  let left = merged(ranges);
  for (const { from, to } of taken) {
    left = left.flatMap((range) => [
      { from: range.from, to: Math.min(range.to, from) },
      { from: Math.max(range.from, to), to: range.to },
    ]);
    left = left.filter((range) => range.from < range.to);
  }
  return left;
}

/** How many bytes lie in the union of all ranges. */
export function total(ranges: readonly ByteRange[]): number {
  return merged(ranges).reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The first number from `seq` on that is in none of `holes`, which are merged. */
export function afterHole(holes: readonly ByteRange[], seq: number): number {
  return holes.find(({ from, to }) => from <= seq && seq < to)?.to ?? seq;
}

/** Where the first of `holes`, which are merged, begins at or after `seq`; infinite when none does. */
export function nextHole(holes: readonly ByteRange[], seq: number): number {
  return holes.find(({ to }) => to > seq)?.from ?? Number.POSITIVE_INFINITY;
}
