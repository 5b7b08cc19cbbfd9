import type { Viewer } from "./viewer.ts";

/** Presses keys at a console whose guest echoes, each a new one, and takes the time until each is back. */
export class EchoTimes {
  readonly times: number[] = [];
  readonly #viewer: Viewer;
  #pressedAt: number | undefined;
  #key = 0;
  /** Keys that were not back when the next one was pressed. */
  lost = 0;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
    viewer.onBytes((bytes) => {
      if (this.#pressedAt === undefined || !bytes.includes(0x61 + this.#key)) return;
      this.times.push(performance.now() - this.#pressedAt);
      this.#pressedAt = undefined;
    });
  }

  press(): void {
    if (this.#pressedAt !== undefined) this.lost += 1;
    this.#key = (this.#key + 1) % 26;
    this.#pressedAt = performance.now();
    this.#viewer.type(Uint8Array.of(0x61 + this.#key));
  }
}
