import type { BufferLine } from "../terminal/buffer-text.ts";

/** Where something was found: the line's first row, and the characters in it. */
export interface BufferMatch {
  readonly row: number;
  readonly start: number;
  readonly length: number;
}

/** More are not counted. */
export const mostMatches = 1000;

/** Finds literal text in lines, from the first to the last; of more than {@link mostMatches} the newest. */
export function matchesIn(
  lines: readonly BufferLine[],
  { text, matchCase }: { readonly text: string; readonly matchCase: boolean },
): BufferMatch[] {
  if (text === "") return [];
  const pattern = new RegExp(escaped(text), matchCase ? "gu" : "giu");
  const matches: BufferMatch[] = [];
  for (const line of lines.toReversed()) {
    const found = [...line.text.matchAll(pattern)].toReversed();
    for (const match of found) matches.push({ row: line.row, start: match.index, length: match[0].length });
    if (matches.length >= mostMatches) break;
  }
  return matches.slice(0, mostMatches).toReversed();
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
