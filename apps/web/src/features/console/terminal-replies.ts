import type { IDisposable, Terminal } from "@xterm/xterm";

/**
 * Swallows the questions a guest asks a terminal (where is your cursor, what are you, which colours) while `refuses`
 * says so. Every attached terminal would answer them, on a replay even long after they were asked, and the answers would
 * arrive as garbage typed by nobody. Keystrokes are not touched. Disposed with the terminal.
 */
export function refuseReplies(terminal: Terminal, refuses: () => boolean): void {
  const { parser } = terminal;
  const handlers: IDisposable[] = [
    // Status and cursor reports; device attributes, first to third; mode reports; window reports.
    parser.registerCsiHandler({ final: "n" }, refuses),
    parser.registerCsiHandler({ prefix: "?", final: "n" }, refuses),
    parser.registerCsiHandler({ final: "c" }, refuses),
    parser.registerCsiHandler({ prefix: ">", final: "c" }, refuses),
    parser.registerCsiHandler({ prefix: "=", final: "c" }, refuses),
    parser.registerCsiHandler({ prefix: ">", final: "q" }, refuses),
    parser.registerCsiHandler({ intermediates: "$", final: "p" }, refuses),
    parser.registerCsiHandler({ prefix: "?", intermediates: "$", final: "p" }, refuses),
    parser.registerCsiHandler({ final: "t" }, () => true),
    // Settings reports.
    parser.registerDcsHandler({ intermediates: "$", final: "q" }, refuses),
    // Colours asked for; the clipboard and titles are nobody's business, live or not.
    parser.registerOscHandler(4, refuses),
    parser.registerOscHandler(10, refuses),
    parser.registerOscHandler(11, refuses),
    parser.registerOscHandler(12, refuses),
    parser.registerOscHandler(0, () => true),
    parser.registerOscHandler(1, () => true),
    parser.registerOscHandler(2, () => true),
    parser.registerOscHandler(52, () => true),
  ];
  terminal.loadAddon({
    activate: () => undefined,
    dispose: () => {
      for (const handler of handlers) handler.dispose();
    },
  });
}
