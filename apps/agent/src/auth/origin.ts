/** The headers of a request that tell where it comes from. */
export interface RequestHeaders {
  /** How the request came to us. */
  readonly scheme: "http" | "https";
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`: browsers set it and pages cannot change it. */
  readonly fetchSite: string | undefined;
}

/** Says which of its headers a request is refused for. */
export interface OriginCheck {
  refusal(headers: RequestHeaders): "Host" | "Origin" | undefined;
}

/** The names this agent is reached by. Anything else in `Host` is a DNS rebinding attempt or a mistake. */
export class KnownOrigins implements OriginCheck {
  readonly #authorities = new Set<string>();
  readonly #names: readonly string[];
  readonly #proxied = new Set<string>();

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
    for (const authority of [...listening, ...configured].flatMap(spellings))
      this.#authorities.add(authority);
    for (const authority of configured.flatMap(spellings)) this.#proxied.add(authority);
  }

  /** Why a request is refused whoever sends it; undefined when it is not. Compares exactly: no case, no dots, no suffixes. */
  refusal({ scheme, host, origin }: RequestHeaders): "Host" | "Origin" | undefined {
    if (host === undefined || !this.#authorities.has(host)) return "Host";
    if (origin === undefined || origin === `${scheme}://${host}`) return undefined;
    // A proxy in front of us speaks TLS to the browser and plain HTTP to us.
    return this.#proxied.has(host) && origin === `https://${host}` ? undefined : "Origin";
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

/** Browsers leave the default port out of Host and Origin. */
function spellings(authority: string): string[] {
  const bare = /^(.+):(80|443)$/.exec(authority)?.[1];
  return bare === undefined ? [authority] : [authority, bare];
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
