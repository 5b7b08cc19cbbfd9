import { GantryError, isEnded, type Operation, operationSubject } from "@gantry/kvm-core/model";
import type { AgentClient } from "./agent-client.ts";

/** How to wait. */
export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Hears how far it is, every second or two. */
  readonly onProgress?: (operation: Operation) => void;
}

/** Who wants progress asks often; otherwise for less than the client's own limit for an answer. */
const rounds = { watched: 1, unwatched: 20 };

/**
 * Waits until an operation has ended, however long that takes.
 *
 * @returns the operation, when it succeeded
 * @throws GantryError the operation's own error, or `cancelled`; the signal's reason
 */
export async function waitForOperation(
  client: AgentClient,
  begun: Operation,
  { signal, onProgress }: WaitOptions = {},
): Promise<Operation> {
  let operation = begun;
  const timeoutSeconds = onProgress === undefined ? rounds.unwatched : rounds.watched;
  while (!isEnded(operation)) {
    onProgress?.(operation);
    const input = { id: operation.id, timeoutSeconds };
    ({ operation } = await client.operations.wait.query(input, signal ? { signal } : {}));
    signal?.throwIfAborted();
  }
  if (operation.status === "succeeded") return operation;
  if (operation.error !== undefined) throw GantryError.fromBody(operation.error);
  throw new GantryError("cancelled", {
    message: `The operation ${operation.kind} of ${operationSubject(operation)} was ${operation.status}.`,
    hint: "Look at its steps to see how far it came.",
    details: { operation: operation.id },
  });
}
