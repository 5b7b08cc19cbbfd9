/** The pause that is tried for first, in milliseconds. */
const firstTryMs = 30;
/** Passes over the memory before more is asked for. */
const passesPerTry = 2;

/**
 * How long the guest may stand still in this pass, in milliseconds. QEMU switches over as soon as what is left fits into
 * the limit, so a limit of 300 ms gives pauses of 300 ms. A short one is tried first; what the administrator allowed is
 * reached only by a guest that writes faster than that.
 */
export function pauseLimitMs(pass: number, allowedMs: number): number {
  return Math.min(allowedMs, firstTryMs * 2 ** Math.max(0, pass - passesPerTry));
}
