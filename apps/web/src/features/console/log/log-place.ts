/** A place in a console's past. Lines are counted from 1 at the first kept byte of the boot. */
export interface LogPlace {
  readonly boot: number;
  readonly line: number | undefined;
}

/** The place that an address names behind its `#`, such as `#boot=3&line=812`. */
export function placeIn(hash: string): LogPlace | undefined {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const boot = countOf(words.get("boot"), 0);
  if (boot === undefined) return undefined;
  return { boot, line: countOf(words.get("line"), 1) };
}

/** The part of an address that names a place. */
export function hashOf({ boot, line }: LogPlace): string {
  return line === undefined ? `#boot=${boot}` : `#boot=${boot}&line=${line}`;
}

function countOf(text: string | null, least: number): number | undefined {
  if (text === null || !/^\d{1,9}$/.test(text)) return undefined;
  return Number(text) >= least ? Number(text) : undefined;
}
