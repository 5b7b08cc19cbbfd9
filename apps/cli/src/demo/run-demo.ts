import { readFile } from "node:fs/promises";
import { buildLinuxGuest, type LinuxGuest } from "@gantry/demo-guest";
import { agentClient } from "../agent-client/agent-client.ts";
import type { Steps, TellProgress } from "../terminal/steps.ts";
import { agentEnvironment } from "./agent-environment.ts";
import { AgentProcess } from "./agent-process.ts";
import { AgentRecords } from "./agent-records.ts";
import { checkPlaces } from "./check-places.ts";
import type { DemoAgent } from "./demo-agent.ts";
import { bringUpDemo } from "./demo-instance.ts";
import type { DemoLayout } from "./demo-layout.ts";
import { lockDemo } from "./demo-lock.ts";
import { endGuests } from "./end-guests.ts";
import { offerGuest } from "./offer-guest.ts";
import { preparePlaces } from "./prepare-places.ts";
import { sweep } from "./sweep.ts";

/** What the demo needs from the program around it. */
export interface DemoContext {
  readonly layout: DemoLayout;
  readonly steps: Steps;
  /** Program and arguments that run an agent. */
  readonly agentCommand: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** The person wants to end the demo. */
  readonly signal: AbortSignal;
  /** The person wants it at once. */
  readonly urgent: AbortSignal;
}

/** What is told when the demo is ready: the contract of `npm start -- --json`. */
export interface DemoReady {
  readonly ready: true;
  /** Signs one browser in, once. */
  readonly url: string;
  readonly hosts: readonly { name: string; api: string; tokenFile: string; pid: number | undefined }[];
}

/** A demo that is up. */
export interface RunningDemo {
  readonly ready: DemoReady;
  /** Another sign-in address. */
  newLink(): Promise<string>;
}

/**
 * Runs the demo until `signal`: agents that are started again when they die, and the demo's guest. `whileUp` is called
 * once all is ready and keeps it up until it returns. Afterwards no process, socket or temporary file is left.
 *
 * @throws GantryError or DemoGuestError with what to do, when it cannot come up
 */
export async function runDemo(
  context: DemoContext,
  whileUp: (demo: RunningDemo) => Promise<void>,
): Promise<void> {
  const { layout, steps, signal } = context;
  await using _lock = await lockDemo(layout.root);
  const records = new AgentRecords(layout.agentsFile);
  const left = await records.endLeftAgents();
  if (left.length > 0)
    steps.line(`  ${"left agents".padEnd(18)} ended on ${left.join(", ")}; their guests run on`);
  await checkPlaces(layout);
  await preparePlaces(layout);

  const processes: AgentProcess[] = [];
  const givenUp = new AbortController();
  try {
    const finishGuest = beginGuest(layout, AbortSignal.any([signal, givenUp.signal]));
    await startAgents(context, records, processes);
    const agents = await connectAgents(layout);
    await bringUp(context, agents, finishGuest);
    const [{ client }] = agents;
    const newLink = async () => (await client.auth.link.mutate({ role: "admin" })).url;
    const hosts = layout.hosts.map(({ name, api, tokenFile }, index) => ({
      ...{ name, api, tokenFile },
      pid: processes[index]?.pid,
    }));
    await whileUp({ ready: { ready: true, url: await newLink(), hosts }, newLink });
  } catch (error) {
    // Ending is what was asked for.
    if (!signal.aborted) throw error;
  } finally {
    givenUp.abort();
    await takeDown(context, processes);
    await records.forget();
  }
}

async function startAgents(
  context: DemoContext,
  records: AgentRecords,
  processes: AgentProcess[],
): Promise<void> {
  const { layout, steps, agentCommand, env, signal } = context;
  await steps.step("agents", async () => {
    const starts = layout.hosts.map(async (host, index) => {
      processes[index] = await AgentProcess.start(
        {
          host,
          command: agentCommand,
          env: agentEnvironment(layout, host, env),
          onSpawn: (pid) => records.remember(host.name, pid),
          onDeath: (how) => steps.line(`  ${host.name.padEnd(18)} its agent ${how}; starting it again`),
        },
        signal,
      );
    });
    const results = await Promise.allSettled(starts);
    for (const result of results) if (result.status === "rejected") throw result.reason;
    return layout.hosts.map(({ name, api }) => `${name} ${api}`).join("  ");
  });
}

/** Builds the guest while the agents start. What is returned tells of its progress from then on, and waits for it. */
function beginGuest(
  { cacheDir }: DemoLayout,
  signal: AbortSignal,
): (tell: TellProgress) => Promise<LinuxGuest> {
  let tellNow: TellProgress = () => undefined;
  const guest = buildLinuxGuest({
    cacheDir,
    signal,
    onProgress: ({ message, percent }) => {
      tellNow(percent === undefined ? message : `${message} ${Math.round(percent)} %`);
    },
  });
  // Until somebody waits for it, a failure must not count as unhandled.
  guest.catch(() => undefined);
  return (tell) => {
    tellNow = tell;
    return guest;
  };
}

async function connectAgents(layout: DemoLayout): Promise<[DemoAgent, ...DemoAgent[]]> {
  const [first, ...others] = layout.hosts;
  const connect = async (host: DemoLayout["hosts"][0]): Promise<DemoAgent> => {
    const token = (await readFile(host.tokenFile, "utf8")).trim();
    return { host, client: agentClient({ url: host.api, token }) };
  };
  return [await connect(first), ...(await Promise.all(others.map(connect)))];
}

async function bringUp(
  { layout, steps, signal }: DemoContext,
  agents: readonly [DemoAgent, ...DemoAgent[]],
  finishGuest: (tell: TellProgress) => Promise<LinuxGuest>,
): Promise<void> {
  await steps.step("demo guest", async (tell) => {
    const guest = await finishGuest(tell);
    await offerGuest(guest, layout.guestDir);
    tell("starting it");
    const done = await bringUpDemo({ agents, guest, sharedDir: layout.sharedDir, signal });
    return `${done}, with Linux ${guest.kernelVersion}`;
  });
}

/** The way down: guests, agents, then whatever could not be ended properly. */
async function takeDown(
  { layout, steps, urgent }: DemoContext,
  processes: readonly AgentProcess[],
): Promise<void> {
  await steps.step("ending", async (tell) => {
    tell("guests");
    const agents = await connectAgents(layout).catch(() => []);
    const ended = await Promise.allSettled(agents.map((agent) => endGuests(agent, urgent)));
    tell("agents");
    await Promise.allSettled(processes.map((agent) => agent[Symbol.asyncDispose]()));
    const swept = await Promise.all(layout.hosts.map(sweep));
    const guests = ended.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const count = [...guests, ...swept].reduce((sum, number) => sum + number, 0);
    return `${count} ${count === 1 ? "guest" : "guests"} and ${processes.length} agents ended; disks and logs are kept in ${layout.root}`;
  });
}
