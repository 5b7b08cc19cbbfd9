import { setTimeout as delay } from "node:timers/promises";
import type { ReadStream, WriteStream } from "node:tty";
import { lendTerminal } from "./lend-terminal.ts";

/** The other screen without a cursor, and back. */
const [enter, leave] = ["\u001b[?1049h\u001b[?25l", "\u001b[?25h\u001b[?1049l"];

/** A terminal that text is drawn on again and again. */
export interface LiveScreen {
  readonly keys: ReadStream;
  readonly screen: WriteStream;
  /** Ends it from outside. */
  readonly signal: AbortSignal;
}

/** Draws what `text` says each `everyMs`, from the top of the screen, until q or Ctrl-C is pressed. Gives the terminal back. */
export async function drawUntilQuit(
  { keys, screen, signal }: LiveScreen,
  everyMs: number,
  text: () => Promise<string>,
): Promise<void> {
  const pressed = new AbortController();
  const ended = AbortSignal.any([signal, pressed.signal]);
  const takeAgain = () => {
    keys.setRawMode(true);
    screen.write(enter);
  };
  const giveBack = () => {
    screen.write(leave);
    keys.setRawMode(false);
  };
  const onKey = (key: Buffer) => {
    if (/[qQ\u0003]/.test(key.toString("latin1"))) pressed.abort();
  };
  takeAgain();
  using _lent = lendTerminal({ giveBack, takeAgain });
  keys.on("data", onKey);
  try {
    while (!ended.aborted) {
      screen.write(fitted(await text(), screen));
      await delay(everyMs, undefined, { signal: ended }).catch(() => undefined);
    }
  } finally {
    keys.off("data", onKey).pause();
  }
}

/** As many lines and columns as there are, each line clearing what was behind it. */
function fitted(text: string, { rows, columns }: WriteStream): string {
  const lines = text.trimEnd().split("\n").slice(0, rows);
  return `\u001b[H${lines.map((line) => `${line.slice(0, columns)}\u001b[K`).join("\r\n")}\u001b[J`;
}
