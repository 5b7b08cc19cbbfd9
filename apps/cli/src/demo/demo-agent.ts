import type { InstanceSummary } from "@gantry/kvm-core/model";
import type { AgentClient } from "../agent-client/agent-client.ts";
import type { DemoHost } from "./demo-layout.ts";

/** A host of the demo and the way to ask its agent. */
export interface DemoAgent {
  readonly host: DemoHost;
  readonly client: AgentClient;
}

/** The instances that lie on this very host. What an agent knows of others may be a moment old. */
export async function instancesOf({ host, client }: DemoAgent): Promise<InstanceSummary[]> {
  const { instances } = await client.instances.list.query();
  return instances.filter((instance) => instance.host === host.name);
}
