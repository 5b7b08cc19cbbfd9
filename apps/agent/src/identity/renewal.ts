import type { X509Certificate } from "node:crypto";
import { covers, hasBegun, lifeLeft } from "./certificate.ts";
import type { HostIdentity } from "./host-identity.ts";

/** A certificate is renewed when less than this part of its life is left: of a year, four months before its end. */
const renewBelow = 1 / 3;
/** It costs next to nothing, and a clock that was wrong may have been put right. */
const lookEveryMs = 10_000;
const tryAgainMs = 600_000;
/** A certificate that is not good now may be so by a clock that jumps: another one would be good by that clock alone. */
const doubtedForMs = 60_000;

/**
 * Whether it is time for a new certificate: it ends, this host got an address that it is not good for, or it has not begun,
 * as after a clock that was years ahead was put right.
 */
export function isDue(certificate: X509Certificate, alternatives: readonly string[], now: number): boolean {
  return (
    lifeLeft(certificate, now) < renewBelow ||
    !covers(certificate, alternatives) ||
    !hasBegun(certificate, now)
  );
}

function isGood(certificate: X509Certificate, now: number): boolean {
  return hasBegun(certificate, now) && lifeLeft(certificate, now) > 0;
}

/**
 * Renews this host's certificate in time, until disposed. Nothing is closed for it: what is open stays as it was
 * agreed, new connections get the new certificate. A host that signs for itself may have made one by a clock that was
 * wrong for longer than a minute: others let it in again once it has made another, a minute after the clock was put right.
 *
 * @param renew asks whoever signs, which may be this host itself. One that failed is tried again ten minutes later.
 */
export function keepFresh(
  identity: Pick<HostIdentity, "certificate" | "alternatives">,
  renew: () => Promise<unknown>,
  onError: (error: unknown) => void,
): Disposable {
  let isRenewing = false;
  let failedAt = Number.NEGATIVE_INFINITY;
  let badSince: number | undefined;
  const look = async () => {
    const now = performance.now();
    badSince = isGood(identity.certificate, Date.now()) ? undefined : (badSince ?? now);
    if (isRenewing || now - failedAt < tryAgainMs) return;
    if (badSince !== undefined && now - badSince < doubtedForMs) return;
    if (!isDue(identity.certificate, identity.alternatives, Date.now())) return;
    isRenewing = true;
    try {
      await renew();
    } catch (error) {
      failedAt = performance.now();
      onError(error);
    } finally {
      isRenewing = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
