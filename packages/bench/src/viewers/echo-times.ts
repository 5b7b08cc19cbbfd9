import type { Viewer } from "./viewer.ts";

/** Presses keys at a console whose guest echoes, each a new one, and takes the time until each is back. */
export class EchoTimes {
  readonly times: number[] = [];
  readonly #viewer: Viewer;
  #pressedAt: number | undefined;
  #key = 0;
  #pressed = 0;
  #back = 0;
  /** Keys that were not back yet when the next one was pressed. */
  late = 0;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
    viewer.onBytes((bytes) => {
      this.#back += bytes.length;
      if (this.#pressedAt === undefined || !bytes.includes(0x61 + this.#key)) return;
      this.times.push(performance.now() - this.#pressedAt);
      this.#pressedAt = undefined;
    });
  }

  /** Keys that have not come back until now. */
  get missing(): number {
    return this.#pressed - this.#back;
  }

  press(): void {
    if (this.#pressedAt !== undefined) this.late += 1;
    this.#key = (this.#key + 1) % 26;
    this.#pressed += 1;
    this.#pressedAt = performance.now();
    this.#viewer.type(Uint8Array.of(0x61 + this.#key));
  }
}
