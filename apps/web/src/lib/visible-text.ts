/** A piece of a line: text as it is, or a character that nobody sees, by its code. */
export interface TextPiece {
  readonly text: string;
  /** It stands for a character that is not seen itself. */
  readonly isCode?: true;
  /** It is part of what was sought. */
  readonly isFound?: true;
}

/** What was sought: characters of the line. */
export interface Found {
  readonly start: number;
  readonly length: number;
}

/**
 * Control characters but tabs, turns of the writing direction, joiners, blanks that look like none, and everything else
 * without a shape.
 */
const unseen =
  /(?!\t)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u115f\u1160\u2000-\u200a\u202f\u205f\u3000\u3164\uffa0\ufffc]|[\p{M}]{17,}/gu;

/** Cuts a line into pieces that can be drawn: what cannot be seen becomes its code, and what was sought is marked. */
export function piecesOf(line: string, found?: Found): TextPiece[] {
  const from = found?.start ?? line.length;
  const to = found === undefined ? line.length : found.start + found.length;
  return [
    ...visible(line.slice(0, from)),
    ...visible(line.slice(from, to)).map((piece) => ({ ...piece, isFound: true as const })),
    ...visible(line.slice(to)),
  ];
}

function visible(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(unseen)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: codeOf(match[0]), isCode: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** `U+202E`; of a heap of marks the first one and how many there are. */
function codeOf(characters: string): string {
  const all = Array.from(characters);
  const code = `U+${(characters.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return all.length === 1 ? code : `${code}×${all.length}`;
}
