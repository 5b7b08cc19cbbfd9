import { BlockList, isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";

/** An address and port to listen on. */
export interface ListenAddress {
  readonly address: string;
  readonly port: number;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether nobody outside this machine can reach a name or address. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family === 0 ? address === "localhost" : loopback.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** The addresses that a listener on `address` is reached by. */
export function reachableAddresses(address: string): string[] {
  if (!isWildcard(address)) return [address];
  return Object.values(networkInterfaces()).flatMap((list) =>
    // Link-local addresses of IPv6 mean nothing without the interface.
    (list ?? []).map((entry) => entry.address).filter((entry) => !entry.startsWith("fe80:")),
  );
}

/** `address:port` by which peers reach this agent: as it was set, or the first address that is not loopback. */
export function peerAuthority(listen: ListenAddress, wanted?: ListenAddress): string {
  const { address, port } = wanted ?? listen;
  if (!isWildcard(address)) return authorityOf(address, port);
  const reachable = reachableAddresses(address);
  return authorityOf(reachable.find((one) => !isLoopback(one)) ?? "127.0.0.1", port);
}

/** Address and port as they stand in a URL. */
export function authorityOf(address: string, port: number): string {
  return `${isIP(address) === 6 ? `[${address}]` : address}:${port}`;
}

/** The address of a web server. */
export function urlOf(scheme: "http" | "https", address: string, port: number): string {
  return `${scheme}://${authorityOf(address, port)}`;
}

/** Every name and address that this host's certificate should be good for. */
export function alternativesOf(
  host: string,
  listens: readonly ListenAddress[],
  names: readonly string[],
): string[] {
  const given = names.map((name) => name.replace(/:\d+$/, ""));
  const addresses = listens.flatMap(({ address }) => reachableAddresses(address));
  return [
    ...new Set([host, hostname().toLowerCase(), "localhost", "127.0.0.1", "::1", ...addresses, ...given]),
  ].filter((one) => isIP(one) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(one));
}

function isWildcard(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}
