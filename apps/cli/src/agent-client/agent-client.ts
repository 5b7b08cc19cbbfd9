import type { AgentRouter } from "@gantry/agent/router";
import { createTRPCClient, httpLink, type TRPCClient } from "@trpc/client";

/** Where an agent is and what lets us in. */
export interface AgentAddress {
  /** Such as `http://127.0.0.1:7400`. */
  readonly url: string;
  readonly token: string;
}

/** The agent's procedures, typed by its router. */
export type AgentClient = TRPCClient<AgentRouter>;

/** The longest an agent may take to answer; `operations.wait` is asked to answer sooner. */
const answerTimeoutMs = 30_000;

/** A client of one agent. Nothing is sent before the first call. */
export function agentClient({ url, token }: AgentAddress): AgentClient {
  return createTRPCClient<AgentRouter>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        headers: { authorization: `Bearer ${token}` },
        fetch: (input, { signal, ...init } = {}) => {
          const timeout = AbortSignal.timeout(answerTimeoutMs);
          return fetch(String(input), {
            ...init,
            signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
          });
        },
      }),
    ],
  });
}
