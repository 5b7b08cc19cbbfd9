import type { X509Certificate } from "node:crypto";
import { covers, hasBegun, lifeLeft } from "./certificate.ts";
import type { HostIdentity } from "./host-identity.ts";

/** A certificate is renewed when less than this part of its life is left: of a year, four months before its end. */
const renewBelow = 1 / 3;
const lookEveryMs = 600_000;

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

/**
 * Renews this host's certificate in time, until disposed. Nothing is closed for it: what is open stays as it was
 * agreed, new connections get the new certificate.
 *
 * @param renew asks whoever signs, which may be this host itself.
 */
export function keepFresh(
  identity: HostIdentity,
  renew: () => Promise<unknown>,
  onError: (error: unknown) => void,
): Disposable {
  const look = () => {
    if (isDue(identity.certificate, identity.alternatives, Date.now())) renew().catch(onError);
  };
  look();
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
