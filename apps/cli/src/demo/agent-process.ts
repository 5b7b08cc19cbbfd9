import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "@gantry/kvm-core/model";
import { AgentOutput } from "./agent-output.ts";
import { Backoff } from "./backoff.ts";
import type { DemoHost } from "./demo-layout.ts";

/** How to run and watch one host's agent. */
export interface AgentOptions {
  readonly host: DemoHost;
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** Hears of every new process, the first included, as soon as it is spawned. */
  readonly onSpawn: (pid: number) => Promise<void>;
  /** Hears that the agent died and another takes its place. */
  readonly onDeath: (reason: string) => void;
}

const startPatienceMs = 60_000;
const stopPatienceMs = 10_000;
const lookEveryMs = 20;

/** The agent of one demo host: started, started again whenever it dies, ended when disposed. Its guests outlive it. */
export class AgentProcess implements AsyncDisposable {
  readonly #options: AgentOptions;
  readonly #output: AgentOutput;
  readonly #backoff = new Backoff();
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #watch: Promise<void> = Promise.resolve();

  private constructor(options: AgentOptions) {
    this.#options = options;
    this.#output = new AgentOutput(options.host.outputFile);
  }

  /**
   * Starts the agent and returns once it answers.
   *
   * @throws GantryError `internal` with the agent's last words, if it ends instead
   */
  static async start(options: AgentOptions, signal: AbortSignal): Promise<AgentProcess> {
    const agent = new AgentProcess(options);
    try {
      await agent.#spawn();
      await agent.#untilItAnswers(signal);
    } catch (error) {
      await agent[Symbol.asyncDispose]();
      throw error;
    }
    agent.#watch = agent.#replaceTheDead();
    return agent;
  }

  /** The process that is the agent now. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#watch;
    const child = this.#child;
    if (child === undefined || hasEnded(child)) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), stopPatienceMs);
    await ended;
    clearTimeout(timer);
  }

  async #spawn(): Promise<void> {
    const { command, env, host, onSpawn } = this.#options;
    const [program, ...args] = command;
    await this.#output.mark();
    await using output = await open(host.outputFile, "a", 0o600);
    // A session of its own: Ctrl-C is for the demo, which first ends the guests through the agents.
    const child = spawn(program, args, { env, detached: true, stdio: ["ignore", output.fd, output.fd] });
    this.#child = child;
    await once(child, "spawn");
    if (child.pid !== undefined) await onSpawn(child.pid);
  }

  async #untilItAnswers(signal: AbortSignal): Promise<void> {
    const giveUpAt = Date.now() + startPatienceMs;
    const child = this.#child;
    while (!(await answers(this.#options.host.api))) {
      signal.throwIfAborted();
      if (child === undefined || hasEnded(child)) throw await this.#failedStart(howItEnded(child));
      if (Date.now() > giveUpAt)
        throw await this.#failedStart(`did not answer within ${startPatienceMs / 1000} s`);
      await delay(lookEveryMs);
    }
  }

  async #failedStart(how: string): Promise<GantryError> {
    const { host } = this.#options;
    const words = await this.#output.lastWords();
    return new GantryError("internal", {
      message: [`The agent of ${host.name} ${how}.`, ...words.map((line) => `  ${line}`)].join("\n"),
      hint: `All it said is in ${host.outputFile}.`,
      details: { host: host.name, lastWords: words },
    });
  }

  /** Runs until disposed: waits for a death, then starts the next process. */
  async #replaceTheDead(): Promise<void> {
    const stopped = this.#stopping.signal;
    while (!stopped.aborted) {
      const how = await death(this.#child, stopped);
      if (stopped.aborted) return;
      // Somebody's signal needs no explanation, and leaves no time to give one.
      const [newest] = how.startsWith("ended") ? (await this.#output.lastWords()).slice(-1) : [];
      this.#options.onDeath(newest === undefined ? how : `${how}: ${newest}`);
      await delay(this.#backoff.next(), undefined, { signal: stopped }).catch(() => undefined);
      if (!stopped.aborted)
        await this.#spawn().catch((error: unknown) => this.#options.onDeath(String(error)));
    }
  }
}

async function death(child: ChildProcess | undefined, signal: AbortSignal): Promise<string> {
  if (child !== undefined && !hasEnded(child)) await once(child, "exit", { signal }).catch(() => undefined);
  return howItEnded(child);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function howItEnded(child: ChildProcess | undefined): string {
  if (child?.signalCode != null) return `was ended by ${child.signalCode}`;
  return `ended with status ${child?.exitCode ?? "unknown"}`;
}

async function answers(api: string): Promise<boolean> {
  try {
    const response = await fetch(`${api}/healthz`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
