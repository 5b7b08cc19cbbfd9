/** The headers of a request that tell where it comes from. */
export interface RequestHeaders {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`: browsers set it and pages cannot change it. */
  readonly fetchSite: string | undefined;
}

/** The names this agent is reached by. Anything else in `Host` is a DNS rebinding attempt or a mistake. */
export class KnownOrigins {
  readonly #authorities = new Set<string>();
  readonly #names: readonly string[];

  /** @param names further `name` or `name:port`; a bare name means each port the agent listens on. */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** The agent listens on this port, reachable by these addresses and by loopback. */
  add(addresses: readonly string[], port: number): void {
    const listening = ["localhost", "127.0.0.1", "::1", ...addresses].map(
      (address) => `${bracketed(address)}:${port}`,
    );
    const configured = this.#names.map((name) => (name.includes(":") ? name : `${name}:${port}`));
    for (const authority of [...listening, ...configured]) {
      this.#authorities.add(authority);
      // Browsers leave the default port out of Host and Origin.
      if (authority.endsWith(":80")) this.#authorities.add(authority.slice(0, -3));
    }
  }

  /** Why a request is refused whoever sends it; undefined when it is not. Compares exactly: no case, no dots, no suffixes. */
  refusal({ host, origin }: RequestHeaders): "Host" | "Origin" | undefined {
    if (host === undefined || !this.#authorities.has(host)) return "Host";
    if (origin !== undefined && origin !== `http://${host}`) return "Origin";
    return undefined;
  }
}

/** Whether a browser says that the page which sends this is ours. A cookie counts for nothing else. */
export function isFromOwnPage(
  { origin, fetchSite }: RequestHeaders,
  { changes }: { changes: boolean },
): boolean {
  if (fetchSite !== undefined && fetchSite !== "same-origin" && !(fetchSite === "none" && !changes))
    return false;
  // Browsers send Origin with every POST and every WebSocket; a request without it is not theirs.
  return !changes || origin !== undefined;
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
