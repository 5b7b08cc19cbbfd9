/** Begins anew with an empty screen and no past (RIS). */
export const fullReset = "\u001bc";

/**
 * Ends full-screen mode, colours, palette, character sets, mouse reports, scroll region and the like, and keeps what is
 * on the screen.
 */
export const softReset = [
  "\u001b[?1049l\u001b[!p\u001b[?25h\u001b[0m\u001b(B\u000f",
  "\u001b[?1000;1002;1003;1004;1005;1006;2004l\u001b]104\u0007\u001b]110\u0007\u001b]111\u0007\u001b]112\u0007",
].join("");

/** A grey rule with a text in it, as wide as the terminal but at most 80 columns. */
export function greyLine(text: string, cols: number): string {
  const width = Math.min(cols, 80);
  const words = `──── ${text} `;
  return `\u001b[0;90m${words}${"─".repeat(Math.max(0, width - words.length - 1))}\u001b[0m\r\n`;
}

/**
 * Brings the cursor to the beginning of a line without making an empty one, wherever it is: so many blanks wrap exactly
 * if something stands before them.
 */
export function lineBreakUnlessAtStart(cols: number): string {
  return `\u001b[0m${" ".repeat(cols - 1)}\r`;
}

/** The command that tells a guest the size of its terminal; a serial line carries none. */
export function sttyCommand(size: { cols: number; rows: number }): string {
  return `stty rows ${size.rows} cols ${size.cols}\r`;
}
