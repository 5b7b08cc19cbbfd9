import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Lab } from "../lab.ts";
import { proportionalMiB } from "../figures/memory.ts";
import { median } from "../figures/statistics.ts";
import type { BenchReport } from "../report/report.ts";

const instances = 10;
/** Until what was started is quiet. */
const settleMs = 3000;
const readingsOfEach = 5;

/** Memory of an idle agent without and with running instances, beside a Node that does nothing but listen. */
export async function agentMemory(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  await using bare = await bareNode();
  await delay(settleMs);
  const nothing = await readings(bare.pid);
  const idle = await readings(agent.pid);
  for (let index = 0; index < instances; index += 1) {
    lab.signal.throwIfAborted();
    const { spec } = await lab.guest(`idle-${index}`, "interactive");
    await agent.calls.create(spec);
    await agent.calls.start(spec.name);
  }
  await delay(settleMs);
  const busy = await readings(agent.pid);
  return {
    bench: "Memory of the agent (PSS)",
    series: [
      { subject: "idle, no instance", unit: "MiB", values: idle },
      { subject: `idle, ${instances} running instances`, unit: "MiB", values: busy },
      { subject: "a Node that only listens", unit: "MiB", values: nothing },
    ],
    comparisons: [
      { name: "agent / bare Node", values: [median(idle) / median(nothing)] },
      { name: "more for each instance", unit: "MiB", values: [(median(busy) - median(idle)) / instances] },
    ],
    notes: ["pages of the Node binary are shared by all Node processes of the machine, and counted in parts"],
  };
}

async function bareNode(): Promise<{ pid: number } & AsyncDisposable> {
  const program = "require('node:http').createServer().listen(0, '127.0.0.1')";
  const child: ChildProcess = spawn(process.execPath, ["-e", program], { stdio: "ignore" });
  await once(child, "spawn");
  return {
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, "exit");
      child.kill();
      await exited;
    },
  };
}

async function readings(pid: number): Promise<number[]> {
  const values: number[] = [];
  for (let reading = 0; reading < readingsOfEach; reading += 1) {
    values.push(await proportionalMiB(pid));
    await delay(200);
  }
  return values;
}
