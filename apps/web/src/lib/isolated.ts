import { piecesOf } from "./visible-text.ts";

/** First strong isolate and its end: what is between them turns nothing around it. */
const [begin, end] = ["\u2068", "\u2069"];

/**
 * What somebody wrote freely, for a sentence of ours that is plain text: its writing direction stays its own, and what
 * cannot be seen in it is shown by its code. Where there are elements, `bdi` does the first.
 */
export function isolated(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return `${begin}${piecesOf(text)
    .map((piece) => piece.text)
    .join("")}${end}`;
}
