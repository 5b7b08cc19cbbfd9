import type { IBuffer } from "@xterm/xterm";

/** A line as the guest wrote it: rows that a terminal had to wrap are one. */
export interface BufferLine {
  /** Row of the buffer where it begins. */
  readonly row: number;
  readonly text: string;
}

/** All lines of a buffer, without trailing blanks. */
export function bufferLines(buffer: IBuffer): BufferLine[] {
  const lines: { row: number; text: string }[] = [];
  for (let row = 0; row < buffer.length; row += 1) {
    const line = buffer.getLine(row);
    const goesOn = buffer.getLine(row + 1)?.isWrapped ?? false;
    const text = line?.translateToString(!goesOn) ?? "";
    const last = lines.at(-1);
    if (line?.isWrapped && last !== undefined) last.text += text;
    else lines.push({ row, text });
  }
  return lines;
}

/** The cell in which the character at `index` of a line's text stands. A wide character takes two cells. */
export function cellAt(buffer: IBuffer, row: number, index: number): { row: number; col: number } {
  let left = index;
  let at = row;
  for (;;) {
    const line = buffer.getLine(at);
    if (line === undefined) return { row: at, col: 0 };
    for (let col = 0; col < line.length; col += 1) {
      const cell = line.getCell(col);
      // The second half of a wide character has no text of its own.
      if (cell === undefined || cell.getWidth() === 0) continue;
      const length = Math.max(1, cell.getChars().length);
      if (left < length) return { row: at, col };
      left -= length;
    }
    if (buffer.getLine(at + 1)?.isWrapped !== true) return { row: at, col: line.length };
    at += 1;
  }
}
