import { X509Certificate } from "node:crypto";
import type { ConnectionOptions, PeerCertificate } from "node:tls";
import { GantryError } from "@gantry/kvm-core/model";
import { fingerprintOf, hostIn } from "../identity/certificate.ts";
import type { HostIdentity } from "../identity/host-identity.ts";

/** Whom a connection is for: the host's name, and its key where that is known. */
export interface ExpectedPeer {
  readonly host: string;
  readonly fingerprint?: string | undefined;
}

/**
 * How this host connects to a peer: with its own certificate, and only to that very host, whatever its address. The
 * address proves nothing: a host may have many, and they change.
 */
export function tlsToPeer(identity: HostIdentity, peer: ExpectedPeer): ConnectionOptions {
  return { ...identity.context(), ...tlsToHost(identity.authority, peer) };
}

/** The same without a certificate of our own: for a host that has none of this authority yet. */
export function tlsToHost(authority: X509Certificate, peer: ExpectedPeer): ConnectionOptions {
  return {
    ca: authority.toString(),
    minVersion: "TLSv1.3",
    checkServerIdentity: (_address, { raw }: PeerCertificate) => refuseOther(new X509Certificate(raw), peer),
  };
}

/** What OpenSSL found wrong with the certificate of `host`, as our error; other failures stay what they are. */
export function certificateFailure(host: string, thrown: unknown): unknown {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  if (!/^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_PURPOSE|HOSTNAME_MISMATCH)/.test(code))
    return thrown;
  return new GantryError("certificate_refused", {
    message: `Whoever answers for ${host} shows no certificate of this host's authority that is good now (${code}).`,
    hint: `Look at who answers there, and at the clocks of both hosts. If ${host} was away for longer than its certificate was good, remove it and let it join again.`,
    details: { host, code },
    cause: thrown,
  });
}

function refuseOther(certificate: X509Certificate, { host, fingerprint }: ExpectedPeer): Error | undefined {
  const shown = hostIn(certificate);
  const isExpected = fingerprint === undefined || fingerprintOf(certificate.publicKey) === fingerprint;
  if (shown === host && isExpected) return undefined;
  const other =
    shown === host ? `another key than that of ${host}` : `the certificate of ${shown ?? "no host"}`;
  return new GantryError("certificate_refused", {
    message: `Whoever answers for ${host} shows ${other}.`,
    hint: `Nothing was sent. Look at who answers at the address that \`gantry host list\` shows for ${host}.`,
    details: { host, shown: shown ?? null },
  });
}
