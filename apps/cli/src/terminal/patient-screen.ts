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
