import { readSecret } from "../auth/secret-file.ts";
import { peerCallHeaders } from "../auth/peer-call.ts";
import type { Caller } from "../auth/caller.ts";
import type { PeerSettings } from "../settings.ts";

/** How this agent reaches one peer, and as whom. */
export class PeerAccess {
  readonly host: string;
  readonly url: string;
  readonly #self: string;
  readonly #secretFile: string;

  constructor(self: string, { name, url, secretFile }: PeerSettings) {
    this.host = name;
    this.url = url;
    this.#self = self;
    this.#secretFile = secretFile;
  }

  /** The same address for WebSockets. */
  get webSocketUrl(): string {
    return this.url.replace(/^http/, "ws");
  }

  /** The headers of a call, in the name of `caller` or of this agent. Read anew each time: the peer may have made a new secret. */
  async headers(caller?: Caller): Promise<Record<string, string>> {
    return peerCallHeaders(this.#self, await readSecret(this.#secretFile), caller);
  }
}
