import { repeatedSequences } from "@gantry/kvm-core/model";
import { SerializeAddon } from "@xterm/addon-serialize";
import headless from "@xterm/headless";
import type { ScreenSize } from "./screen.ts";

/** Lines to scroll back to. */
const scrollback = 5000;

/** A terminal nobody looks at, on which a guest's screen is drawn. */
export class ScreenTerminal implements Disposable {
  readonly #terminal: headless.Terminal;
  readonly #serializer = new SerializeAddon();

  constructor({ cols, rows }: ScreenSize) {
    // Each malformed sequence of a guest would stand in this agent's log.
    const quiet = { allowProposedApi: true, logLevel: "off" } as const;
    this.#terminal = new headless.Terminal({ cols, rows, scrollback, ...quiet });
    this.#terminal.loadAddon(this.#serializer);
    boundRepetition(this.#terminal);
  }

  /** Resolves when it is drawn. */
  write(data: Uint8Array | string): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(data, resolve));
  }

  /** Text that paints this screen; with the lines to scroll back to when that takes at most so many characters. */
  painting(maxCharacters: number): string {
    const whole = this.#serializer.serialize();
    return whole.length > maxCharacters ? this.#serializer.serialize({ scrollback: 0 }) : whole;
  }

  [Symbol.dispose](): void {
    this.#terminal.dispose();
  }
}

/** A guest that asks to scroll two thousand million times would stop this process for hours. */
function boundRepetition(terminal: headless.Terminal): void {
  for (const final of repeatedSequences) {
    terminal.parser.registerCsiHandler(
      { final },
      ([count]) => typeof count === "number" && count > Math.max(terminal.cols, terminal.rows),
    );
  }
}
