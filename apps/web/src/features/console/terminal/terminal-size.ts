import type { Terminal } from "@xterm/xterm";

/** Columns and rows of a terminal. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

const smallestFont = 9;
const largestFont = 15;
/** Size in which columns and rows are offered to the guest. */
export const measureFont = 13;
/** Room that xterm.js keeps for its own scroll bar. */
const scrollBarPx = 14;

/** The largest letters with which the whole terminal is seen in `room`; below the smallest it scrolls. */
export function scaleToRoom(terminal: Terminal, room: HTMLElement): void {
  const width = contentWidth(room);
  const height = contentHeight(room);
  if (width <= 0 || height <= 0) return;
  const { cols, rows, options } = terminal;
  // Rows are whole pixels high, so only trying tells whether a size fits.
  for (let size = largestFont; size >= smallestFont; size -= 0.5) {
    options.fontSize = size;
    const cell = cellOf(terminal);
    if (cell === undefined || (cell.width * cols <= width && cell.height * rows <= height)) return;
  }
  // What is written last is what is looked at.
  room.scrollTop = room.scrollHeight;
}

/** The size that would fill `room` in letters of 13 px; undefined while nothing is drawn. */
export function sizeThatFits(terminal: Terminal, room: HTMLElement): TerminalSize | undefined {
  const { options } = terminal;
  const present = options.fontSize ?? measureFont;
  // Rows are whole pixels high: the cell of another size, scaled, would not be the cell of this one.
  options.fontSize = measureFont;
  const cell = cellOf(terminal);
  options.fontSize = present;
  if (cell === undefined) return undefined;
  return {
    cols: Math.max(20, Math.floor(contentWidth(room) / cell.width)),
    rows: Math.max(5, Math.floor(contentHeight(room) / cell.height)),
  };
}

/** One character's box as it is drawn now. */
function cellOf(terminal: Terminal): { width: number; height: number } | undefined {
  const box = terminal.element?.querySelector(".xterm-screen")?.getBoundingClientRect();
  if (box === undefined || box.width === 0) return undefined;
  return { width: box.width / terminal.cols, height: box.height / terminal.rows };
}

function contentWidth(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - scrollBarPx;
}

function contentHeight(element: HTMLElement): number {
  const { paddingTop, paddingBottom } = getComputedStyle(element);
  return element.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
}
