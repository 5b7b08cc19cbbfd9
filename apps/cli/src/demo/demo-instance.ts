import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { LinuxGuest } from "@gantry/demo-guest";
import { createDataDisk, LINUX_GUEST_MEMORY_MIB, linuxGuestCommandLine } from "@gantry/demo-guest";
import { type InstanceSpecInput, type InstanceSummary, isAllowed } from "@gantry/kvm-core/model";
import { waitForOperation } from "../agent-client/wait-for-operation.ts";
import { type DemoAgent, instancesOf } from "./demo-agent.ts";

/** The demo's instance is always called this. */
export const demoInstanceName = "demo";

/** What is needed to bring the demo's instance up. */
export interface DemoInstanceContext {
  /** All hosts; a new instance is made on the first. */
  readonly agents: readonly [DemoAgent, ...DemoAgent[]];
  readonly guest: LinuxGuest;
  readonly sharedDir: string;
  readonly signal: AbortSignal;
}

/**
 * Makes sure that the demo's instance exists and runs. One that runs already, on whichever host, is left alone.
 *
 * @returns what was done, in words
 */
export async function bringUpDemo(context: DemoInstanceContext): Promise<string> {
  for (const agent of context.agents) {
    const present = (await instancesOf(agent)).find(({ name }) => name === demoInstanceName);
    if (present !== undefined) return wake(context, agent, present);
  }
  const [{ client, host }] = context.agents;
  const disk = await ensureDisk(context.sharedDir);
  const spec = demoSpec(context.guest, disk);
  const { operation } = await client.instances.create.mutate({ spec, start: true });
  await waitForOperation(client, operation, { signal: context.signal });
  return `${demoInstanceName} runs on ${host.name}`;
}

async function wake(
  context: DemoInstanceContext,
  agent: DemoAgent,
  present: InstanceSummary,
): Promise<string> {
  const { client } = agent;
  const { name, host, state } = present;
  if (!isAllowed("start", state)) return `${name} is ${state} on ${host}, as it was left`;
  const { spec, revision } = await client.instances.get.query({ instance: name });
  // The cache may have been emptied, or a newer guest been built since.
  const boot = guestBoot(context.guest);
  if (JSON.stringify(boot) !== JSON.stringify(spec.boot)) {
    await client.instances.update.mutate({ instance: name, spec: { ...spec, boot }, revision });
  }
  const { operation } = await client.instances.start.mutate({ instance: name });
  await waitForOperation(client, operation, { signal: context.signal });
  return `${name} runs on ${host} again`;
}

function guestBoot({ kernel, initrd }: LinuxGuest) {
  return { kernel, initrd, cmdline: linuxGuestCommandLine(demoInstanceName) };
}

function demoSpec(guest: LinuxGuest, disk: string): InstanceSpecInput {
  return {
    name: demoInstanceName,
    memoryMiB: LINUX_GUEST_MEMORY_MIB,
    boot: guestBoot(guest),
    disks: [{ name: "data", source: { file: disk }, format: "raw" }],
    nics: [{ network: { user: { forward: [] } } }],
  };
}

/** The small disk that the guest mounts at /data. It lies where all hosts see it, so the guest can move. */
async function ensureDisk(sharedDir: string): Promise<string> {
  const path = join(sharedDir, "demo-data.img");
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size !== undefined && size > 0) return path;
  await rm(path, { force: true });
  await createDataDisk(path);
  return path;
}
