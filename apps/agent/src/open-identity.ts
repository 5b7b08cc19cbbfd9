import { alternativesOf } from "./addresses.ts";
import { GivenCertificate } from "./identity/given-certificate.ts";
import { HostIdentity } from "./identity/host-identity.ts";
import type { TlsSource } from "./identity/tls-source.ts";
import type { Settings } from "./settings.ts";

/** By what this agent is known to others. */
export interface OpenIdentity {
  /** This host's own key and certificate; absent where neither peers nor browsers are shown one. */
  readonly identity: HostIdentity | undefined;
  /** What browsers and clients are shown; absent where they are served without TLS. */
  readonly door: TlsSource | undefined;
}

/** Reads or makes what the settings ask for. @throws GantryError `state_damaged`, `invalid_input` */
export async function openIdentity(
  settings: Settings,
  onError: (error: unknown) => void,
): Promise<OpenIdentity> {
  const { tlsCert, tlsKey, peerListen } = settings;
  const given =
    tlsCert === undefined || tlsKey === undefined
      ? undefined
      : await GivenCertificate.open({ tlsCert, tlsKey }, onError);
  const showsOwn = settings.tls === "on" && given === undefined;
  const identity = peerListen !== undefined || showsOwn ? await openOwn(settings) : undefined;
  return { identity, door: given ?? (showsOwn ? identity : undefined) };
}

async function openOwn(settings: Settings): Promise<HostIdentity> {
  const { stateDir, hostName, listen, peerListen, peerAddress, allowedHosts } = settings;
  const listens = [listen, ...(peerListen ? [peerListen] : []), ...(peerAddress ? [peerAddress] : [])];
  const alternatives = alternativesOf(hostName, listens, allowedHosts);
  return await HostIdentity.open({ stateDir, host: hostName, alternatives });
}
