import type { IDisposable, Terminal } from "@xterm/xterm";
import { bufferLines, cellAt } from "../terminal/buffer-text.ts";
import { type BufferMatch, matchesIn } from "./buffer-matches.ts";

/** Marks what was found in a terminal's buffer, and shows one of them. Disposed with the search. */
export class TerminalMarks implements Disposable {
  readonly #terminal: Terminal;
  readonly #marks: IDisposable[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Finds and marks; the oldest match first. */
  find(sought: { readonly text: string; readonly matchCase: boolean }): readonly BufferMatch[] {
    this.#unmark();
    const matches = matchesIn(bufferLines(this.#terminal.buffer.active), sought);
    for (const match of matches) this.#mark(match);
    return matches;
  }

  /** Selects a match and scrolls to it. */
  show({ row, start, length }: BufferMatch): void {
    const buffer = this.#terminal.buffer.active;
    const from = cellAt(buffer, row, start);
    const to = cellAt(buffer, row, start + length);
    const { cols, rows } = this.#terminal;
    this.#terminal.select(from.col, from.row, (to.row - from.row) * cols + to.col - from.col);
    if (from.row < buffer.viewportY || from.row >= buffer.viewportY + rows)
      this.#terminal.scrollToLine(Math.max(0, from.row - Math.floor(rows / 2)));
  }

  [Symbol.dispose](): void {
    this.#unmark();
    this.#terminal.clearSelection();
  }

  #unmark(): void {
    for (const mark of this.#marks.splice(0)) mark.dispose();
  }

  /** A mark is one row high: a match that wraps is marked where it begins. */
  #mark({ row, start, length }: BufferMatch): void {
    const buffer = this.#terminal.buffer.active;
    // A full-screen program's screen has no history to hold on to; there the selection alone shows the match.
    if (buffer.type === "alternate") return;
    const from = cellAt(buffer, row, start);
    const to = cellAt(buffer, row, start + length);
    const marker = this.#terminal.registerMarker(from.row - buffer.baseY - buffer.cursorY);
    const width = (to.row === from.row ? to.col : this.#terminal.cols) - from.col;
    const mark = this.#terminal.registerDecoration({ marker, x: from.col, width, layer: "top" });
    mark?.onRender((element) => element.classList.add("found-in-terminal"));
    this.#marks.push(marker);
    if (mark !== undefined) this.#marks.push(mark);
  }
}
