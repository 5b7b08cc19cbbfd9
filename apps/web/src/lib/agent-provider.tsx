"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useState, useSyncExternalStore } from "react";
import { connectAgent, TRPCProvider } from "./agent-client.ts";
import { isSignedOut } from "./agent-error.ts";
import { Connection, type ConnectionState } from "./connection.ts";

const ConnectionContext = createContext<Connection | undefined>(undefined);
const before: ConnectionState = { status: "connecting" };

/** One client, one cache and one connection for the page. */
export function AgentProvider({ children }: { children: ReactNode }) {
  const [agent] = useState(openAgent);
  return (
    <QueryClientProvider client={agent.queryClient}>
      <TRPCProvider trpcClient={agent.client} queryClient={agent.queryClient}>
        <ConnectionContext value={agent.connection}>{children}</ConnectionContext>
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** The connection store itself, for those who write it. */
export function useConnectionStore(): Connection {
  const connection = use(ConnectionContext);
  if (connection === undefined) throw new Error("AgentProvider is missing above this component.");
  return connection;
}

/** How the line to the agent fares now. */
export function useConnection(): ConnectionState {
  const connection = useConnectionStore();
  return useSyncExternalStore(connection.subscribe, connection.snapshot, () => before);
}

function openAgent() {
  const connection = new Connection();
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        // What changes is pushed; nothing is asked again because time has passed or a window got the focus.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && !isSignedOut(error),
      },
      mutations: { retry: false },
    },
  });
  return { connection, queryClient, client: connectAgent(connection) };
}
