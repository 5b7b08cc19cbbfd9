/** Ends full-screen mode, colours, scroll region and the like, and keeps what is on the screen. */
export const softReset = "\u001b[?1049l\u001b[!p\u001b[?25h\u001b[0m";

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

/** A key of the on-screen row: its name and the bytes a terminal sends for it. */
export interface NamedKey {
  readonly name: string;
  readonly bytes: string;
}

/** Keys that browsers keep for themselves or phones do not have. */
export const namedKeys: readonly NamedKey[] = [
  { name: "Esc", bytes: "\u001b" },
  { name: "Tab", bytes: "\t" },
  { name: "Ctrl-C", bytes: "\u0003" },
  { name: "Ctrl-D", bytes: "\u0004" },
  { name: "Ctrl-W", bytes: "\u0017" },
  { name: "Ctrl-Z", bytes: "\u001a" },
  { name: "Ctrl-]", bytes: "\u001d" },
  ...["OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~", "[24~"].map(
    (code, index) => ({
      name: `F${index + 1}`,
      bytes: `\u001b${code}`,
    }),
  ),
];

/** The command that tells a guest the size of its terminal; a serial line carries none. */
export function sttyCommand(size: { cols: number; rows: number }): string {
  return `stty rows ${size.rows} cols ${size.cols}\r`;
}

/** Pasted text as typed lines: a terminal sends a carriage return for Enter. */
export function pastedLines(text: string): string[] {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n");
  return lines
    .map((line, index) => (index < lines.length - 1 ? `${line}\r` : line))
    .filter((line) => line !== "");
}
