import { GantryError, isEnded, type Operation } from "@gantry/kvm-core/model";
import type { AgentClient } from "./agent-client.ts";

/** One `operations.wait` asks for less than the client's own limit for an answer. */
const roundSeconds = 20;

/**
 * Waits until an operation has ended, however long that takes.
 *
 * @returns the operation, when it succeeded
 * @throws GantryError the operation's own error, or `cancelled`
 */
export async function waitForOperation(
  client: AgentClient,
  begun: Operation,
  signal?: AbortSignal,
): Promise<Operation> {
  let operation = begun;
  while (!isEnded(operation)) {
    const input = { id: operation.id, timeoutSeconds: roundSeconds };
    ({ operation } = await client.operations.wait.query(input, signal ? { signal } : {}));
  }
  if (operation.status === "succeeded") return operation;
  if (operation.error !== undefined) throw GantryError.fromBody(operation.error);
  throw new GantryError("cancelled", {
    message: `The operation ${operation.kind} of ${operation.instance} was ${operation.status}.`,
    hint: "Look at its steps to see how far it came.",
    details: { operation: operation.id },
  });
}
