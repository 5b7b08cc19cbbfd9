/** What is pasted, made fit to be typed. */
export interface PasteText {
  /** Each line as it will be typed; a carriage return is Enter. */
  readonly lines: readonly string[];
  /** Control characters that were left out: pasted from a web page they could run commands nobody saw. */
  readonly leftOut: number;
}

const controls = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
/** A paste of more lines or characters than these asks before it is typed. */
const askBeyond = { lines: 100, characters: 10_000 };

/** Cuts text into lines to type. Enter is typed at each line break, and only there. */
export function pasteTextOf(text: string): PasteText {
  const broken = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  const clean = broken.replace(controls, "");
  const lines = clean.split("\n");
  return {
    lines: lines
      .map((line, index) => (index < lines.length - 1 ? `${line}\r` : line))
      .filter((line) => line !== ""),
    leftOut: broken.length - clean.length,
  };
}

/** Whether so much is better asked about. */
export function isBig({ lines }: PasteText): boolean {
  const characters = lines.reduce((sum, line) => sum + line.length, 0);
  return lines.length > askBeyond.lines || characters > askBeyond.characters;
}

/** Whether text from the clipboard may be typed as it is: one short line that can be seen whole. */
export function isPlain(text: string): boolean {
  return text.length <= 200 && !/[\0-\x08\x0a-\x1f\x7f-\x9f]/.test(text);
}
