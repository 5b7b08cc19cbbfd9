import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { Writable } from "node:stream";
import { ReadStream } from "node:tty";

const standardOutput = 1;

/**
 * The terminal on standard output, written to without waiting for it. `process.stdout` makes the whole process stand still
 * while its terminal takes nothing (a frozen ssh, a stopped tmux), deaf to signals; the other class of `node:tty` does not.
 */
export function patientScreen(): Writable {
  const screen = new ReadStream(standardOutput);
  // Nothing is ever read from it.
  screen.pause();
  screen.unref();
  return screen;
}

/**
 * Last words to the terminal on standard output: written before this returns, also when the process ends right after it,
 * which a stream does not promise. A terminal that takes nothing is not waited for.
 */
export function writeLast(text: string, screen: Writable): void {
  try {
    // A description of its own: not to wait is a property of that, and others share the one we were given.
    const terminal = openSync(
      `/proc/self/fd/${standardOutput}`,
      constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY,
    );
    try {
      writeSync(terminal, text);
    } finally {
      closeSync(terminal);
    }
  } catch {
    // It is full or gone, or another user's: after su the device may not be opened again.
    screen.write(text);
  }
}
