import type { AgentRouter } from "@gantry/agent/router";
import { createTRPCClient, createWSClient, httpLink, splitLink, type TRPCClient, wsLink } from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { Connection } from "./connection.ts";
import { promptWebSocket } from "./prompt-web-socket.ts";

/** The typed client of the agent that served this page. */
export type AgentClient = TRPCClient<AgentRouter>;

type Outputs = inferRouterOutputs<AgentRouter>;
type Yielded<Stream> = Stream extends AsyncIterable<infer Item> ? Item : never;
/** What `instances.events` pushes, as it looks after JSON. */
export type InstancesEvent = Yielded<Outputs["instances"]["events"]>;
/** What `operations.events` pushes, as it looks after JSON. */
export type OperationsEvent = Yielded<Outputs["operations"]["events"]>;
/** An operation as calls answer it. */
export type AnsweredOperation = Outputs["instances"]["start"]["operation"];

/** React's access to the agent: `useTRPC` gives query and mutation options, `useTRPCClient` the bare client. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AgentRouter>();

const longestRetryMs = 5_000;

/**
 * Queries and mutations over HTTP, subscriptions over one WebSocket that is opened when the first of them is wanted and
 * is tried again for ever. `connection` is told how the WebSocket fares.
 */
export function connectAgent(connection: Connection): AgentClient {
  const socket = createWSClient({
    url: () => webSocketUrl("/trpc"),
    ...(typeof WebSocket === "undefined" ? {} : { WebSocket: promptWebSocket() }),
    lazy: { enabled: true, closeMs: 0 },
    retryDelayMs: (attempt) => Math.min(longestRetryMs, 250 * 2 ** attempt),
    // A host that lost its power says nothing; only a missing answer tells.
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 3_000 },
    onOpen: () => connection.opened(),
    onClose: () => connection.closed(),
    onError: () => connection.closed(),
  });
  return createTRPCClient<AgentRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: wsLink({ client: socket }),
        // The header cannot be sent by another site's form or image: it marks calls of this page.
        false: httpLink({ url: "/trpc", headers: { "x-gantry": "1" } }),
      }),
    ],
  });
}

/** A path of this page's origin as a WebSocket address. */
export function webSocketUrl(path: string): string {
  const url = new URL(path, window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
