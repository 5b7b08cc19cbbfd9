import "@xterm/xterm/css/xterm.css";
import { type ITheme, Terminal } from "@xterm/xterm";
import { greyLine, lineBreakUnlessAtStart, softReset } from "./escape-codes.ts";
import { refuseReplies } from "./terminal-replies.ts";

/** Columns and rows of a terminal. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

interface TerminalOptions {
  /** Keystrokes and pasted text, as the bytes a terminal sends. */
  readonly onKeys: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** The way out of the keyboard trap: Ctrl-Shift-E was pressed. */
  readonly onLeave: () => void;
  /** Whether the guest may be answered now: it asks terminals where their cursor is. */
  readonly mayReply: () => boolean;
}

const smallestFont = 9;
const largestFont = 15;
const measureFont = 13;
/** Room that xterm.js keeps for its own scroll bar. */
const scrollBarPx = 14;

/**
 * The terminal on the page. The guest's bytes are hostile: titles and the clipboard are never touched, links open only
 * on Ctrl-click and only http(s), and nothing is answered that is not asked of a live writer.
 */
export class ConsoleTerminal {
  readonly #terminal: Terminal;
  /** What the terminal may fill; letters are scaled to it. */
  readonly #room: HTMLElement;
  readonly #observer: ResizeObserver;

  constructor(frame: HTMLElement, { onKeys, onLeave, mayReply }: TerminalOptions) {
    this.#room = frame.parentElement ?? frame;
    const style = getComputedStyle(frame);
    this.#terminal = new Terminal({
      cols: 80,
      rows: 24,
      scrollback: 10_000,
      fontFamily: style.fontFamily,
      fontSize: measureFont,
      theme: themeOf(style),
      minimumContrastRatio: 4.5,
      linkHandler: { activate: openLink, allowNonHttpProtocols: false },
    });
    this.#terminal.open(frame);
    const encoder = new TextEncoder();
    this.#terminal.onData((text) => onKeys(encoder.encode(text)));
    // Mouse reports and the like: each character is one byte.
    this.#terminal.onBinary((text) => onKeys(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    refuseReplies(this.#terminal, () => !mayReply());
    // Leaving full-screen mode brings the cursor back to where that began. If nothing is in full-screen mode it would
    // go to the top, and what comes next be written over the past.
    this.#terminal.parser.registerCsiHandler(
      { prefix: "?", final: "l" },
      ([mode]) => mode === 1049 && this.#terminal.buffer.active.type === "normal",
    );
    this.#terminal.attachCustomKeyEventHandler((event) => !(isWayOut(event) && this.#leave(event, onLeave)));
    this.#observer = new ResizeObserver(() => this.#scale());
    this.#observer.observe(this.#room);
  }

  /** Shows bytes of the guest; `done` is called once they are taken in. */
  write(bytes: Uint8Array, done: () => void): void {
    this.#terminal.write(bytes, done);
  }

  /** A line of ours between the guest's, in grey. */
  note(text: string): void {
    const { cols } = this.#terminal;
    this.#terminal.write(lineBreakUnlessAtStart(cols) + greyLine(text, cols));
  }

  /** Whatever the guest left behind (colours, full-screen mode) is not the next boot's. */
  newBoot(): void {
    this.#terminal.write(softReset);
  }

  /** Takes the size that the guest was told; the letters are scaled so that it fits. */
  resize({ cols, rows }: TerminalSize): void {
    this.#terminal.resize(cols, rows);
    this.#scale();
  }

  /** The size that would fill the frame in letters of 13 px. */
  fittingSize(): TerminalSize | undefined {
    const { options } = this.#terminal;
    const present = options.fontSize ?? measureFont;
    // Rows are whole pixels high: the cell of another size, scaled, would not be the cell of this one.
    options.fontSize = measureFont;
    const cell = this.#cell();
    options.fontSize = present;
    if (cell === undefined) return undefined;
    return {
      cols: Math.max(20, Math.floor(contentWidth(this.#room) / cell.width)),
      rows: Math.max(5, Math.floor(contentHeight(this.#room) / cell.height)),
    };
  }

  /** The text of the buffer, one line per row, without trailing blanks. */
  text(): string {
    const buffer = this.#terminal.buffer.active;
    const lines: string[] = [];
    for (let row = 0; row < buffer.length; row += 1) {
      const line = buffer.getLine(row);
      const goesOn = buffer.getLine(row + 1)?.isWrapped ?? false;
      const text = line?.translateToString(!goesOn) ?? "";
      if (line?.isWrapped && lines.length > 0) lines.push(`${lines.pop() ?? ""}${text}`);
      else lines.push(text);
    }
    return lines.join("\n").trimEnd();
  }

  /** Whether the text is kept as real DOM text for screen readers; costs speed. */
  set screenReader(isOn: boolean) {
    this.#terminal.options.screenReaderMode = isOn;
  }

  /** Whether the keyboard does nothing here. */
  set readOnly(isReadOnly: boolean) {
    this.#terminal.options.disableStdin = isReadOnly;
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** Takes the terminal off the page. */
  close(): void {
    this.#observer.disconnect();
    this.#terminal.dispose();
  }

  #leave(event: KeyboardEvent, onLeave: () => void): true {
    event.preventDefault();
    onLeave();
    return true;
  }

  /** The largest letters with which the whole terminal is seen; below the smallest it scrolls. */
  #scale(): void {
    const width = contentWidth(this.#room);
    const height = contentHeight(this.#room);
    if (width <= 0 || height <= 0) return;
    const { cols, rows, options } = this.#terminal;
    // Rows are whole pixels high, so only trying tells whether a size fits.
    for (let size = largestFont; size >= smallestFont; size -= 0.5) {
      options.fontSize = size;
      const cell = this.#cell();
      if (cell === undefined || (cell.width * cols <= width && cell.height * rows <= height)) return;
    }
  }

  /** One character's box as it is drawn now. */
  #cell(): { width: number; height: number } | undefined {
    const screen = this.#terminal.element?.querySelector(".xterm-screen");
    const box = screen?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return undefined;
    return { width: box.width / this.#terminal.cols, height: box.height / this.#terminal.rows };
  }
}

function contentWidth(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - scrollBarPx;
}

function contentHeight(element: HTMLElement): number {
  const { paddingTop, paddingBottom } = getComputedStyle(element);
  return element.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
}

function isWayOut({ type, ctrlKey, shiftKey, code }: KeyboardEvent): boolean {
  return type === "keydown" && ctrlKey && shiftKey && code === "KeyE";
}

function openLink(event: MouseEvent, text: string): void {
  if (!event.ctrlKey && !event.metaKey) return;
  if (/^https?:\/\//.test(text)) window.open(text, "_blank", "noopener,noreferrer");
}

function themeOf(style: CSSStyleDeclaration): ITheme {
  return { background: style.backgroundColor, foreground: style.color, cursor: style.color };
}
