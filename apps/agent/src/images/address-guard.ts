import { lookup } from "node:dns";
import { BlockList, isIP, isIPv6, type LookupFunction } from "node:net";
import { networkInterfaces } from "node:os";
import { GantryError } from "@gantry/kvm-core/model";

/** Networks that lead to this machine, to its link, or to nobody in particular. */
const refusedNetworks = [
  ...["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"],
  ...["::/128", "::1/128", "fe80::/10", "ff00::/8"],
  // Addresses of IPv4 in other clothes: NAT64 and 6to4.
  ...["64:ff9b::/96", "2002::/16"],
  // Metadata services of clouds answer there besides 169.254.169.254.
  ...["fd00:ec2::254/128", "100.100.100.200/32"],
];

/**
 * Decides which addresses an image may be fetched from. What a person names is resolved once, and the connection goes to the
 * address that was looked at: a name that answers otherwise the second time gains nothing.
 */
export class AddressGuard {
  readonly #refused = listOf(refusedNetworks);
  readonly #allowed: BlockList;

  /** @param allowed networks that are let through although they would be refused. */
  constructor(allowed: readonly string[]) {
    this.#allowed = listOf(allowed);
  }

  /** Why an address is not asked; undefined when it may be. */
  whyRefused(address: string): string | undefined {
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (this.#allowed.check(address, family)) return undefined;
    if (this.#refused.check(address, family))
      return `${address} leads to this machine, its link, or nobody in particular`;
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    return own.some((one) => one.address === address) ? `${address} is this machine's own` : undefined;
  }

  /** @throws GantryError `download_refused` for an address of another scheme, or one that names a refused address itself. */
  assertAllowed(url: URL): void {
    if (url.protocol !== "http:" && url.protocol !== "https:")
      throw refused(url, "only http and https are fetched");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const why = isIP(host) === 0 ? undefined : this.whyRefused(host);
    if (why !== undefined) throw refused(url, why);
  }

  /** Resolves names for a connection to `url`; fails when any of its addresses is refused. */
  lookupFor(url: URL): LookupFunction {
    return (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        const [first] = addresses ?? [];
        if (error !== null || first === undefined) return callback(error ?? new Error("no address"), "");
        for (const { address } of addresses) {
          const why = this.whyRefused(address);
          if (why !== undefined) return callback(refused(url, why), "");
        }
        return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
      });
    };
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    list.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return list;
}

function refused(url: URL, why: string): GantryError {
  return new GantryError("download_refused", {
    message: `${url.origin} is not asked: ${why}.`,
    hint: "Use another address. An administrator can let networks through with GANTRY_DOWNLOAD_NETWORKS.",
    details: { url: url.href },
  });
}
