import { expect } from "vitest";
import type { SerialPort } from "../serial-port.ts";

const line = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";

/**
 * Holds the letters guest's output against what it must be, byte by byte: a byte lost, doubled or out of order shows.
 * The firmware's own output before the first A is passed over.
 */
export class LettersCheck {
  #begun: boolean;
  #checked = 0;
  #place = 0;

  /** With `midway`, the first byte may be any letter. */
  constructor({ midway = false }: { readonly midway?: boolean } = {}) {
    this.#begun = midway;
    this.#place = midway ? -1 : 0;
  }

  /** How many bytes were right. */
  get checked(): number {
    return this.#checked;
  }

  take(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString("latin1");
    let index = 0;
    if (!this.#begun) {
      index = text.indexOf("A");
      if (index === -1) return;
      this.#begun = true;
    }
    for (; index < text.length; index += 1) {
      const byte = text.charAt(index);
      if (this.#place === -1) this.#place = line.indexOf(byte);
      if (byte !== line[this.#place]) {
        const around = JSON.stringify(text.slice(Math.max(0, index - 30), index + 30));
        expect.fail(`After ${this.#checked} right letters came ${JSON.stringify(byte)}: ${around}`);
      }
      this.#checked += 1;
      this.#place = (this.#place + 1) % line.length;
    }
  }
}

/** Reads `port` from number `from` on, as a session does, until `enough` of what was read. Returns the next number. */
export async function readOn(
  port: SerialPort,
  from: number,
  take: (bytes: Uint8Array, next: number) => boolean,
): Promise<number> {
  let next = from;
  let bell = Promise.withResolvers<void>();
  using _listening = port.onData(() => bell.resolve());
  for (;;) {
    const bytes = await port.read(next, 64 * 1024);
    next += bytes.length;
    if (bytes.length > 0) {
      if (take(bytes, next)) return next;
      continue;
    }
    await bell.promise;
    bell = Promise.withResolvers<void>();
  }
}
