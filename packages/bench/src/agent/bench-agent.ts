import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { AgentCalls } from "./agent-calls.ts";
import { endProcessesBelow } from "./end-processes-below.ts";
import { freePort } from "./free-port.ts";

/** An agent that others reach as a peer. */
interface BenchPeer {
  readonly name: string;
  readonly port: number;
  readonly directory: string;
}

/** How an agent differs from one that stands alone. */
interface BenchAgentOptions {
  readonly name?: string;
  readonly port?: number;
  readonly peers?: readonly BenchPeer[];
}

const answersWithinMs = 20_000;
const stopsWithinMs = 10_000;

/** An agent of our own on loopback, with directories of its own. Disposing it ends it and every guest it started. */
export class BenchAgent implements AsyncDisposable {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  readonly calls: AgentCalls;
  readonly #directory: string;
  readonly #process: ChildProcess;

  private constructor(parts: {
    url: string;
    token: string;
    pid: number;
    directory: string;
    process: ChildProcess;
  }) {
    this.url = parts.url;
    this.token = parts.token;
    this.pid = parts.pid;
    this.#directory = parts.directory;
    this.#process = parts.process;
    this.calls = new AgentCalls(parts);
  }

  /** Starts the built agent below `directory` and waits until it answers. */
  static async start(
    directory: string,
    signal: AbortSignal,
    options: BenchAgentOptions = {},
  ): Promise<BenchAgent> {
    const { port = await freePort(), name = "bench", peers = [] } = options;
    const process = await spawnAgent(directory, { name, port, peers });
    try {
      const url = `http://127.0.0.1:${port}`;
      await untilItAnswers(url, { process, directory, signal });
      const token = (await readFile(join(directory, "state/admin.token"), "utf8")).trim();
      return new BenchAgent({ url, token, pid: process.pid ?? 0, directory, process });
    } catch (error) {
      await end(process);
      throw error;
    }
  }

  /** Where it keeps what another driver needs to go on after it. */
  get directories(): { readonly stateDir: string; readonly runDir: string; readonly logDir: string } {
    const below = this.#directory;
    return { stateDir: join(below, "state"), runDir: join(below, "run"), logDir: join(below, "log") };
  }

  /** Ends the agent alone: its guests run on. */
  async stop(): Promise<void> {
    await end(this.#process);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    // An agent that goes lets its guests run on; these are ours alone.
    await endProcessesBelow(this.#directory);
  }
}

async function spawnAgent(
  directory: string,
  { name, port, peers }: Required<BenchAgentOptions>,
): Promise<ChildProcess> {
  await using output = await open(join(directory, "agent.out"), "a");
  const child = spawn(process.execPath, [agentProgram()], {
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      NODE_ENV: "production",
      GANTRY_CONFIG: "/dev/null",
      GANTRY_HOST_NAME: name,
      GANTRY_PEERS: JSON.stringify(
        peers.map((peer) => ({
          name: peer.name,
          url: `http://127.0.0.1:${peer.port}`,
          secretFile: join(peer.directory, "state/peer.secret"),
        })),
      ),
      GANTRY_LISTEN: `127.0.0.1:${port}`,
      GANTRY_STATE_DIR: join(directory, "state"),
      GANTRY_RUN_DIR: join(directory, "run"),
      GANTRY_LOG_DIR: join(directory, "log"),
      GANTRY_ACCEL: "tcg",
      GANTRY_QEMU_USER: "none",
    },
    stdio: ["ignore", output.fd, output.fd],
  });
  await once(child, "spawn");
  return child;
}

/** What users run is measured; the sources stand in for it in a checkout that is not built. */
function agentProgram(): string {
  const built = fileURLToPath(new URL("../../../../apps/agent/dist/main.js", import.meta.url));
  return existsSync(built)
    ? built
    : fileURLToPath(new URL("../../../../apps/agent/src/main.ts", import.meta.url));
}

async function untilItAnswers(
  url: string,
  { process, directory, signal }: { process: ChildProcess; directory: string; signal: AbortSignal },
): Promise<void> {
  const deadline = performance.now() + answersWithinMs;
  while (!(await isUp(url))) {
    signal.throwIfAborted();
    if (process.exitCode !== null || process.signalCode !== null || performance.now() > deadline) {
      const words = await readFile(join(directory, "agent.out"), "utf8");
      throw new Error(`The agent did not come up at ${url}:\n${words.slice(-2000)}`);
    }
    await delay(10);
  }
}

async function isUp(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exited = once(process, "exit");
  process.kill("SIGTERM");
  const timer = setTimeout(() => process.kill("SIGKILL"), stopsWithinMs);
  await exited;
  clearTimeout(timer);
}
