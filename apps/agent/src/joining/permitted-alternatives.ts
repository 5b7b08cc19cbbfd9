import { isIP } from "node:net";
import { isLoopback } from "../addresses.ts";

/** A host and the address it is known by. */
export interface Neighbour {
  readonly name: string;
  readonly url: string;
}

const nameForm = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * Which of the names and addresses that a host wants in its certificate it gets: none by which another host is known. An
 * address that several hosts have, such as that of a bridge of their own, takes nothing from anybody.
 */
export function permittedAlternatives(
  wanted: readonly string[],
  { host, others }: { readonly host: string; readonly others: readonly Neighbour[] },
): string[] {
  const taken = new Set(others.flatMap(({ name, url }) => [name, addressIn(url)]));
  const permitted = wanted.filter(
    (one) => (isIP(one) !== 0 || nameForm.test(one)) && (isLoopback(one) || !taken.has(one)),
  );
  return [...new Set([host, "localhost", "127.0.0.1", "::1", ...permitted])];
}

function addressIn(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "");
}
