import { isIP } from "node:net";

/**
 * The addresses at which a guest may be reached, of all that its interfaces have: neither loopback nor those of a link
 * alone, IPv4 first, each once and without its prefix. What is no address is left out: the guest may say anything.
 */
export function reachableAddresses(
  interfaces: readonly { readonly addresses: readonly string[] }[],
): string[] {
  const all = new Set(
    interfaces
      .flatMap(({ addresses }) => addresses)
      .map((address) => address.replace(/\/\d+$/, "").toLowerCase())
      .filter((address) => isIP(address) !== 0 && !isLocal(address)),
  );
  return [...all].toSorted((a, b) => isIP(a) - isIP(b)).slice(0, most);
}

/** Containers in a guest may give it hundreds. */
const most = 16;

function isLocal(address: string): boolean {
  return /^(127\.|169\.254\.|0\.|::1$|::$|fe[89ab])/.test(address);
}
