import { createHash, type KeyObject, type X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { nameSchema } from "@gantry/kvm-core/model";

/** What a public key is known by: the SHA-256 of its SubjectPublicKeyInfo, as 64 hexadecimal digits. */
export function fingerprintOf(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** The host a certificate speaks of: its one common name. Undefined when that is no host's name. */
export function hostIn(certificate: X509Certificate): string | undefined {
  const names = certificate.subject.split("\n").filter((part) => part.startsWith("CN="));
  const [name, ...others] = names.map((part) => nameSchema.safeParse(part.slice("CN=".length)));
  return others.length === 0 && name?.success === true ? name.data : undefined;
}

/** The host that made an authority: it stands in the authority's name. */
export function founderOf(authority: X509Certificate): string | undefined {
  const name = /^CN=Gantry authority of (.+)$/m.exec(authority.subject)?.[1];
  return nameSchema.safeParse(name).data;
}

/** Whether the authority signed this certificate for a host. Says nothing of its time. */
export function isOf(certificate: X509Certificate, authority: X509Certificate): boolean {
  return !certificate.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/** The part of its life that a certificate has left at `now` (milliseconds since 1970): 1 at its beginning, 0 at its end. */
export function lifeLeft({ validFrom, validTo }: X509Certificate, now: number): number {
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  return Math.min(Math.max((to - now) / (to - from), 0), 1);
}

/** Whether a certificate is good already at `now` (milliseconds since 1970). */
export function hasBegun({ validFrom }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now;
}

/** Whether browsers and clients accept a certificate under each of these names and addresses. */
export function covers(certificate: X509Certificate, alternatives: readonly string[]): boolean {
  return alternatives.every(
    (one) => (isIP(one) === 0 ? certificate.checkHost(one) : certificate.checkIP(one)) !== undefined,
  );
}
