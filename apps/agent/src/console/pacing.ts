/** Shortest time between two frames of steady output, in milliseconds. */
export const frameEveryMs = 4;
/** Output this soon after a keystroke is its echo, if it is small. */
const echoWithinMs = 30;
const echoBytes = 512;

/** The moment a frame could be sent. Times in milliseconds of one clock. */
export interface FrameMoment {
  readonly now: number;
  readonly lastFrameAt: number;
  readonly lastKeyAt: number;
  readonly pendingBytes: number;
  readonly frameBytes: number;
}

/**
 * How many milliseconds to wait before the next frame. QEMU's UART writes single bytes: a frame for each costs half the
 * throughput, and waiting to fill frames delays echoes. So: the first bytes at once, then a frame each 4 ms; full frames
 * and echoes at once.
 */
export function pauseBeforeFrame({
  now,
  lastFrameAt,
  lastKeyAt,
  pendingBytes,
  frameBytes,
}: FrameMoment): number {
  if (pendingBytes >= frameBytes) return 0;
  if (now - lastKeyAt <= echoWithinMs && pendingBytes <= echoBytes) return 0;
  const pause = lastFrameAt + frameEveryMs - now;
  // A timer takes a millisecond at least.
  return pause < 1 ? 0 : pause;
}
