import type { ConnectionOptions } from "node:tls";
import type { Caller } from "../auth/caller.ts";
import { peerCallHeaders } from "../auth/peer-call.ts";
import { readSecret } from "../auth/secret-file.ts";
import type { HostIdentity } from "../identity/host-identity.ts";
import type { PeerSettings } from "../settings.ts";
import { type ExpectedPeer, tlsToPeer } from "./peer-tls.ts";
import { type Fetch, plainFetch, SecureFetch } from "./secure-fetch.ts";

/** How this agent reaches one peer, and as whom. */
export interface PeerAccess {
  readonly host: string;
  readonly url: string;
  /** Calls that are made by it are known to come from this host. */
  readonly fetch: Fetch;
  /** What a connection that is not made by `fetch` needs besides the headers. */
  readonly tls: () => ConnectionOptions;
  /** The headers of a call, in the name of `caller` or of this agent. */
  readonly headers: (caller?: Caller) => Promise<Record<string, string>>;
}

/** The address of a peer for WebSockets. */
export function webSocketUrlOf({ url }: Pick<PeerAccess, "url">): string {
  return url.replace(/^http/, "ws");
}

/** An agent on the same machine, which knows us by a secret. The secret is read anew each time: there may be a new one. */
export function accessBySecret(self: string, { name, url, secretFile }: PeerSettings): PeerAccess {
  return {
    host: name,
    url,
    fetch: plainFetch,
    tls: () => ({}),
    headers: async (caller) => peerCallHeaders(self, await readSecret(secretFile), caller),
  };
}

/** A host that joined, which knows us by our certificate. */
export function accessByCertificate(
  identity: HostIdentity,
  peer: ExpectedPeer & { readonly url: string },
): PeerAccess & Disposable {
  const tls = () => tlsToPeer(identity, peer);
  const secure = new SecureFetch(peer.host, tls);
  return {
    host: peer.host,
    url: peer.url,
    fetch: secure.fetch,
    tls,
    headers: async (caller) => peerCallHeaders(identity.host, undefined, caller),
    [Symbol.dispose]: () => secure[Symbol.dispose](),
  };
}
