import { type InstanceSummary, isAllowed, isEnded } from "@gantry/kvm-core/model";
import { waitForOperation } from "../agent-client/wait-for-operation.ts";
import { type DemoAgent, instancesOf } from "./demo-agent.ts";

/** A guest that obeys its power button gets this long to write what it still holds. */
const politeSeconds = 6;

/**
 * Ends every guest of a host: asks the guest first, then ends its QEMU. What cannot be ended through the agent is left
 * to the caller.
 *
 * @param urgent once aborted, nobody is asked any more
 * @returns how many were ended
 */
export async function endGuests(agent: DemoAgent, urgent: AbortSignal): Promise<number> {
  await cancelOperations(agent);
  const running = (await instancesOf(agent)).filter(({ state }) => state !== "stopped");
  const results = await Promise.allSettled(running.map((instance) => endGuest(agent, instance, urgent)));
  return results.filter(({ status }) => status === "fulfilled").length;
}

/** A guest on its way elsewhere cannot be stopped; one that is still being started would come up later. */
async function cancelOperations({ client }: DemoAgent): Promise<void> {
  const { operations } = await client.operations.list.query({});
  for (const { id } of operations.filter((operation) => !isEnded(operation) && operation.mayCancel)) {
    await client.operations.cancel.mutate({ id }).catch(() => undefined);
    await client.operations.wait.query({ id, timeoutSeconds: politeSeconds }).catch(() => undefined);
  }
}

async function endGuest(
  { client }: DemoAgent,
  instance: InstanceSummary,
  urgent: AbortSignal,
): Promise<void> {
  const reference = { instance: instance.uuid };
  if (isAllowed("stop", instance.state) && !urgent.aborted) {
    try {
      const input = { ...reference, timeoutSeconds: politeSeconds };
      const { operation } = await client.instances.stop.mutate(input, { signal: urgent });
      await waitForOperation(client, operation, { signal: urgent });
      return;
    } catch {
      // It did not obey, or we cannot wait: end QEMU.
    }
  }
  const { operation } = await client.instances.stop.mutate({ ...reference, force: true });
  await waitForOperation(client, operation);
}
