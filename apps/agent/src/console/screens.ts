import type { ConsolePort } from "./console-port.ts";
import { type PaintedScreen, paintScreen, type ScreenSize } from "./screen.ts";

/** A painting that so many bytes follow is as good as a new one: the viewer gets them next. */
const freshBytes = 64 * 1024;
const keptForMs = 10_000;

interface Painting {
  readonly size: ScreenSize;
  readonly done: Promise<PaintedScreen>;
  /** Number of the byte after the last painted one; undefined while it is being painted. */
  seq: number | undefined;
}

/** Paints screens of consoles, once for all who join at about the same time. */
export class Screens {
  readonly #paintings = new Map<ConsolePort, Painting>();
  #last: Promise<unknown> = Promise.resolve();

  /** The present screen, or one that was painted moments ago. */
  paint(port: ConsolePort, size: ScreenSize): Promise<PaintedScreen> {
    const held = this.#paintings.get(port);
    if (held !== undefined && isFresh(held, port, size)) return held.done;
    // One after the other: each takes some megabytes for some milliseconds.
    const done = this.#last.then(() => paintScreen(port, size));
    this.#last = done.catch(() => undefined);
    const painting: Painting = { size, done, seq: undefined };
    this.#paintings.set(port, painting);
    const forget = () => {
      if (this.#paintings.get(port) === painting) this.#paintings.delete(port);
    };
    done.then(({ seq }) => {
      painting.seq = seq;
      setTimeout(forget, keptForMs).unref();
    }, forget);
    return done;
  }
}

function isFresh(painting: Painting, port: ConsolePort, { cols, rows }: ScreenSize): boolean {
  const { size, seq } = painting;
  if (size.cols !== cols || size.rows !== rows) return false;
  return seq === undefined || (port.seq - seq <= freshBytes && port.keptFrom(seq) === seq);
}
