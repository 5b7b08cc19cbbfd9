import { createPublicKey, generateKeyPair, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { promisify } from "node:util";

const dayMs = 24 * 3600_000;
/** Certificates begin in the past: the clock of the host that looks at one may be behind. */
const backdateMs = 3600_000;
const authorityDays = 25 * 365;
const hostDays = 365;

const signature = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** An authority that can sign. */
export interface Authority {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** What a host's certificate says. */
export interface CertificateWish {
  readonly host: string;
  readonly publicKey: KeyObject;
  /** Names and addresses under which browsers and clients reach the host. */
  readonly alternatives: readonly string[];
  /** From when on and until when, milliseconds since 1970; a year from now when absent. */
  readonly validity?: { readonly from: number; readonly until: number };
}

/** A new private key: P-256, which browsers, QEMU and every TLS library know. */
export async function newKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "prime256v1" });
  return privateKey;
}

/** Makes an authority. It may sign hosts and nothing below them. */
export async function makeAuthority(founder: string, now = Date.now()): Promise<Authority> {
  const x509 = await library();
  const key = await newKey();
  const keys = { privateKey: await signingKey(key), publicKey: await verifyingKey(key) };
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ O: ["Gantry"] }, { CN: [`Gantry authority of ${founder}`] }],
    notBefore: new Date(now - backdateMs),
    notAfter: new Date(now + authorityDays * dayMs),
    signingAlgorithm: signature,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: new X509Certificate(made.toString("pem")), key };
}

/** Signs a certificate with which a host is a server and a client. */
export async function issueCertificate(
  { certificate, key }: Authority,
  { host, publicKey, alternatives, validity }: CertificateWish,
): Promise<X509Certificate> {
  const x509 = await library();
  const issuer = new x509.X509Certificate(certificate.raw);
  const subjectKey = await verifyingKey(publicKey);
  const now = Date.now();
  const { from, until } = validity ?? { from: now - backdateMs, until: now + hostDays * dayMs };
  const made = await x509.X509CertificateGenerator.create({
    subject: [{ O: ["Gantry"] }, { CN: [host] }],
    issuer: issuer.subjectName,
    notBefore: new Date(from),
    notAfter: new Date(until),
    signingAlgorithm: signature,
    publicKey: subjectKey,
    signingKey: await signingKey(key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension(
        alternatives.map((value) => ({
          type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const),
          value,
        })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(subjectKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return new X509Certificate(made.toString("pem"));
}

function signingKey(key: KeyObject) {
  const der = key.export({ type: "pkcs8", format: "der" });
  return crypto.subtle.importKey("pkcs8", new Uint8Array(der), signature, true, ["sign"]);
}

function verifyingKey(key: KeyObject) {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  const der = publicKey.export({ type: "spki", format: "der" });
  return crypto.subtle.importKey("spki", new Uint8Array(der), signature, true, ["verify"]);
}

/** Loaded when the first certificate is made, which is once a year: it costs a tenth of a second. */
async function library() {
  return (await import("./x509-library.ts")).x509;
}
