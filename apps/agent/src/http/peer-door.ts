import type { HostIdentity } from "../identity/host-identity.ts";
import type { TlsSource } from "../identity/tls-source.ts";
import type { DoorTls } from "./open-door.ts";

/**
 * TLS of the peers' door. A certificate is asked for and checked in the handshake, but its absence is not refused there:
 * a host that joins has none yet. Everything but joining is refused without one.
 */
export function peerTls(identity: HostIdentity): DoorTls {
  const source: TlsSource = {
    context: () => ({ ...identity.context(), ca: identity.authority.toString() }),
    onChange: (listener) => identity.onChange(listener),
  };
  return { source, options: { minVersion: "TLSv1.3", requestCert: true, rejectUnauthorized: false } };
}
