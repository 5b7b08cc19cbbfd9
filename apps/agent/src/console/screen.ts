import type { ConsolePort } from "./console-port.ts";
import { ScreenModes } from "./screen-modes.ts";

/** Drawn anew: some thousand lines, in some ten milliseconds. */
const drawBytes = 128 * 1024;
/** Looked through for modes, and for where a full-screen program began to draw. */
const lookBackBytes = 4 * 1024 * 1024;
const chunkBytes = 256 * 1024;
/** A guest that colours every cell comes without the lines to scroll back to: one frame for many viewers stays small. */
const maxCharacters = 512 * 1024;
/** A larger terminal is painted as far as this: drawing takes memory for every cell. */
const largest = { cols: 500, rows: 200 };

/** What a terminal shows, as text that paints it. */
export interface PaintedScreen {
  /** Number of the byte that follows what is painted. */
  readonly seq: number;
  readonly data: string;
}

/** A terminal's size in characters. */
export interface ScreenSize {
  readonly cols: number;
  readonly rows: number;
}

/** Paints what a terminal would show now that had seen everything. */
export async function paintScreen(port: ConsolePort, size: ScreenSize): Promise<PaintedScreen> {
  const seq = port.seq;
  const cols = Math.min(size.cols, largest.cols);
  const rows = Math.min(size.rows, largest.rows);
  const modes = new ScreenModes();
  for await (const { at, bytes } of kept(port, seq - lookBackBytes, seq)) modes.feed(at, bytes);
  const start = Math.min(seq - drawBytes, modes.drawnFrom ?? seq);
  // Loaded with the first screen that is drawn: most agents most of the time draw none.
  const { ScreenTerminal } = await import("./screen-terminal.ts");
  using terminal = new ScreenTerminal({ cols, rows });
  if (modes.alternateFrom !== undefined && modes.alternateFrom < start) await terminal.write("\x1b[?1049h");
  for await (const { bytes } of kept(port, start, seq)) await terminal.write(bytes);
  return { seq, data: terminal.painting(maxCharacters) + modes.restoring };
}

/** The kept bytes of a range, in lots. */
async function* kept(
  port: ConsolePort,
  from: number,
  to: number,
): AsyncGenerator<{ readonly at: number; readonly bytes: Uint8Array }> {
  for (let at = port.keptFrom(Math.max(from, 0)); at < to; ) {
    const bytes = await port.read(at, Math.min(chunkBytes, to - at));
    if (bytes.length === 0) return;
    yield { at, bytes };
    at = port.keptFrom(at + bytes.length);
  }
}
