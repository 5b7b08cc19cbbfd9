import "@xterm/xterm/css/xterm.css";
import "./terminal.css";
import { type ITheme, Terminal } from "@xterm/xterm";
import { fullReset, greyLine, lineBreakUnlessAtStart, softReset } from "./escape-codes.ts";
import { bufferLines } from "./buffer-text.ts";
import { guardTerminal } from "./guest-guards.ts";
import { GuestText } from "./guest-text.ts";
import { plainLinks, targetOf } from "./plain-links.ts";
import { measureFont, scaleToRoom, sizeThatFits, type TerminalSize } from "./terminal-size.ts";

/** What a terminal asks of the page around it. */
export interface TerminalOptions {
  /** Keystrokes and pasted text, as the bytes a terminal sends. */
  readonly onKeys?: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** A key before the guest gets it; true keeps it from the guest. */
  readonly onShortcut?: (event: KeyboardEvent) => boolean;
  /** Whether the guest may be answered now: it asks terminals where their cursor is. */
  readonly mayReply?: () => boolean;
  /** The guest wants this on the clipboard. */
  readonly onClipboard?: (text: string) => void;
  /** The pointer is over a link, and this is where it leads; undefined when it left. */
  readonly onLink?: (target: string | undefined) => void;
}

const scrollback = 10_000;
/** Sent to guests that asked to hear whether the window has the focus. Nobody has typed them. */
const focusReports = new Set(["\u001b[I", "\u001b[O"]);

/**
 * The terminal on the page. The guest's bytes are hostile: titles are never touched, the clipboard only through
 * `onClipboard`, links open only on Ctrl-click and only http(s), and nothing is answered that is not asked of a live
 * writer.
 */
export class ConsoleTerminal {
  readonly #terminal: Terminal;
  /** What the terminal may fill; letters are scaled to it. */
  readonly #room: HTMLElement;
  readonly #observer: ResizeObserver;
  readonly #closed = new AbortController();
  #guest = new GuestText();
  /** Lines of ours that wait until the guest leaves its full-screen mode: they would tear its picture. */
  readonly #waiting: string[] = [];

  constructor(frame: HTMLElement, options: TerminalOptions) {
    const { onKeys, onShortcut, mayReply, onClipboard, onLink } = options;
    this.#room = frame.parentElement ?? frame;
    const style = getComputedStyle(frame);
    const acts = {
      open: openLink,
      hover: (target: string) => onLink?.(targetOf(target)),
      leave: () => onLink?.(undefined),
    };
    this.#terminal = new Terminal({
      cols: 80,
      rows: 24,
      scrollback,
      // For the marks of what was found.
      allowProposedApi: true,
      fontFamily: style.fontFamily,
      fontSize: measureFont,
      theme: themeOf(style),
      minimumContrastRatio: 4.5,
      // Each malformed sequence would be an error in the browser's own console.
      logLevel: "off",
      linkHandler: {
        activate: acts.open,
        hover: (_event, target) => acts.hover(target),
        leave: acts.leave,
        allowNonHttpProtocols: false,
      },
    });
    const terminal = this.#terminal;
    terminal.open(frame);
    terminal.registerLinkProvider(plainLinks(terminal, acts));
    const encoder = new TextEncoder();
    terminal.onData((text) => {
      if (!focusReports.has(text)) onKeys?.(encoder.encode(text));
    });
    // Mouse reports and the like: each character is one byte.
    terminal.onBinary((text) => onKeys?.(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    guardTerminal(terminal, {
      mayReply: () => mayReply?.() ?? false,
      onClipboard: (text) => onClipboard?.(text),
    });
    terminal.buffer.onBufferChange(() => this.#tellWaiting());
    terminal.attachCustomKeyEventHandler((event) => onShortcut?.(event) !== true);
    this.#observer = new ResizeObserver(() => scaleToRoom(terminal, this.#room));
    this.#observer.observe(this.#room);
    followTheme(() => (terminal.options.theme = themeOf(getComputedStyle(frame))), this.#closed.signal);
    document.fonts.addEventListener("loadingdone", () => measureAnew(terminal), {
      signal: this.#closed.signal,
    });
  }

  /** The terminal itself, for what searches in it. */
  get inner(): Terminal {
    return this.#terminal;
  }

  /** Shows bytes of the guest; `done` is called once they are taken in. */
  write(bytes: Uint8Array, done: () => void): void {
    this.#terminal.write(this.#guest.take(bytes), done);
  }

  /** Shows a picture of the guest's screen in place of all that is here. */
  paint(picture: string): void {
    this.clear();
    this.#terminal.write(this.#guest.take(new TextEncoder().encode(picture)));
  }

  /** A line of ours between the guest's, in grey. */
  note(text: string): void {
    if (this.#terminal.buffer.active.type === "alternate") this.#waiting.push(text);
    else this.#tell(text);
  }

  /** Whatever the guest left behind (colours, full-screen mode) is not the next boot's. */
  newBoot(): void {
    this.#terminal.write(softReset);
  }

  /** Forgets everything, also the past. In its turn: what was written before may still wait to be taken in. */
  clear(): void {
    this.#guest = new GuestText();
    this.#terminal.write(fullReset);
  }

  /** Takes the size that the guest was told; the letters are scaled so that it fits. */
  resize({ cols, rows }: TerminalSize): void {
    this.#terminal.resize(cols, rows);
    scaleToRoom(this.#terminal, this.#room);
  }

  /** The size that would fill the frame in letters of 13 px. */
  fittingSize(): TerminalSize | undefined {
    return sizeThatFits(this.#terminal, this.#room);
  }

  /** The text of the buffer, one line per line of the guest, without trailing blanks. */
  text(): string {
    return bufferLines(this.#terminal.buffer.active)
      .map(({ text }) => text)
      .join("\n")
      .trimEnd();
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

  blur(): void {
    this.#terminal.blur();
  }

  /** Takes the terminal off the page. */
  close(): void {
    this.#closed.abort();
    this.#observer.disconnect();
    this.#terminal.dispose();
  }

  #tellWaiting(): void {
    if (this.#terminal.buffer.active.type === "normal")
      for (const text of this.#waiting.splice(0)) this.#tell(text);
  }

  #tell(text: string): void {
    const { cols } = this.#terminal;
    this.#terminal.write(lineBreakUnlessAtStart(cols) + greyLine(text, cols));
  }
}

/** Letters that are drawn by a font that came late have another width than was measured. */
function measureAnew({ options }: Terminal): void {
  const size = options.fontSize ?? measureFont;
  options.fontSize = size + 1;
  options.fontSize = size;
}

/** Calls `retheme` whenever the page has other colours: the system's changed, or somebody chose. */
function followTheme(retheme: () => void, signal: AbortSignal): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", retheme, { signal });
  const chosen = new MutationObserver(retheme);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  signal.addEventListener("abort", () => chosen.disconnect(), { once: true });
}

function openLink(event: MouseEvent, text: string): void {
  const target = targetOf(text);
  if (target === undefined || !(event.ctrlKey || event.metaKey)) return;
  window.open(target, "_blank", "noopener,noreferrer");
}

function themeOf(style: CSSStyleDeclaration): ITheme {
  return { background: style.backgroundColor, foreground: style.color, cursor: style.color };
}
