import { createTRPCClient, httpLink, type TRPCClient } from "@trpc/client";
import type { Caller } from "../auth/caller.ts";
import type { AgentRouter } from "../router.ts";
import type { PeerAccess } from "./peer-access.ts";
import type { PeerRouter } from "./peer-router.ts";

/** What agents ask of each other, asked in this host's own name. */
export function clientOfPeer({ url, fetch, headers }: PeerAccess): TRPCClient<PeerRouter> {
  return createTRPCClient<PeerRouter>({
    links: [httpLink({ url: `${url}/peer/trpc`, fetch, headers: () => headers() })],
  });
}

/** What people ask of an agent, asked in the name of `caller`. */
export function clientInTheNameOf(
  caller: Caller,
  { url, fetch, headers }: PeerAccess,
): TRPCClient<AgentRouter> {
  return createTRPCClient<AgentRouter>({
    links: [httpLink({ url: `${url}/trpc`, fetch, headers: () => headers(caller) })],
  });
}
