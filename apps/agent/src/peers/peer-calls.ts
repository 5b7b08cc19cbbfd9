import type { Operation } from "@gantry/kvm-core/model";
import type { TRPCClient } from "@trpc/client";
import type { Caller } from "../auth/caller.ts";
import type { AgentRouter } from "../router.ts";
import type { PeerAccess } from "./peer-access.ts";
import { clientInTheNameOf } from "./peer-client.ts";
import { peerFailure } from "./peer-failure.ts";

/** Milliseconds a peer has for an answer. */
export const answerWithinMs = 30_000;

type Client = TRPCClient<AgentRouter>;

/** Asks a peer's agent one thing, within the time that `options` carries. */
export type Ask<Reply> = (agent: Client, options: { signal: AbortSignal }) => Promise<Reply>;

/** Calls to one peer's agent, each in the name of the person who made it here. */
export class PeerCalls {
  readonly #access: PeerAccess;
  readonly #onOperation: (operation: Operation) => void;

  /** @param onOperation hears of every operation that the peer answers with. */
  constructor(access: PeerAccess, onOperation: (operation: Operation) => void) {
    this.#access = access;
    this.#onOperation = onOperation;
  }

  /** @throws GantryError the peer's own; `host_unreachable` when it does not answer. */
  async call<Reply>(caller: Caller, ask: Ask<Reply>): Promise<Reply> {
    try {
      return await ask(clientInTheNameOf(caller, this.#access), {
        signal: AbortSignal.timeout(answerWithinMs),
      });
    } catch (thrown) {
      throw peerFailure(this.#access.host, thrown);
    }
  }

  /** The same for verbs that answer with an operation. */
  async begin(caller: Caller, ask: Ask<{ operation: Operation }>): Promise<Operation> {
    const { operation } = await this.call(caller, ask);
    this.#onOperation(operation);
    return operation;
  }
}
