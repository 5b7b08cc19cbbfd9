import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { consoleSubprotocol, downControlSchema } from "@gantry/kvm-core/model";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { median, quantile } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import type { BenchReport } from "../report/report.ts";
import { AgentViewer } from "../viewers/agent-viewer.ts";

const rounds = 30;
const pastBytes = 600_000;

/** From the wish to see a console until its screen is there: of a guest that said little, and of one that said much. */
export async function consoleAttach(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  for (const sector of ["echo", "letters"] as const) {
    await agent.calls.create((await lab.guest(sector, sector)).spec);
    await agent.calls.start(sector);
  }
  await talkative(agent, "letters");
  const quiet: number[] = [];
  const much: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    lab.signal.throwIfAborted();
    quiet.push(await paint(agent, "echo"));
    much.push(await paint(agent, "letters"));
  }
  return {
    bench: "Attach until the present screen is there",
    series: [
      { subject: "of a guest that said little", unit: "ms", values: quiet },
      { subject: `of one that said ${pastBytes / 1000} kB`, unit: "ms", values: much },
    ],
    comparisons: [
      { name: "little said, median", unit: "ms", values: [median(quiet)], aim: { atMost: 30 } },
      { name: "much said, p99", unit: "ms", values: [quantile(much, 0.99)], aim: { atMost: 200 } },
    ],
    notes: [],
  };
}

/** Lets it talk for a while, and then stand still. */
async function talkative(agent: BenchAgent, instance: string): Promise<void> {
  using viewer = await AgentViewer.open(agent, instance);
  while (viewer.received < pastBytes) await delay(50);
  await agent.calls.pause(instance);
}

async function paint(agent: BenchAgent, instance: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const before = performance.now();
  const url = `${agent.url.replace("http", "ws")}/console/${instance}?screen=1&mode=read`;
  const headers = { authorization: `Bearer ${agent.token}` };
  const socket = new WebSocket(url, consoleSubprotocol, { headers, perMessageDeflate: false });
  socket.on("error", reject);
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary && downControlSchema.parse(JSON.parse(data.toString())).type === "screen")
      resolve(performance.now() - before);
  });
  try {
    return await promise;
  } finally {
    socket.terminate();
  }
}
