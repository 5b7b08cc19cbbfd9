import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { get as secureGet } from "node:https";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";
import { type Outcome, run } from "./run.ts";
import { until } from "./until.ts";

const main = fileURLToPath(new URL("../../../agent/src/main.ts", import.meta.url));

/** One of several agents that know each other. */
export interface AgentPlace {
  /** Everything it keeps lies below. */
  readonly directory: string;
  readonly name: string;
  readonly port: number;
  /** Whether it speaks TLS, with a certificate of its own. */
  readonly tls?: true;
  /** The port of a link over which the others reach it, when that is not its own. */
  readonly link?: number;
}

/** A real agent in a process of its own, and the command line that asks it. Disposing it ends it and its guests. */
export class RealAgent implements AsyncDisposable {
  readonly #place: AgentPlace;
  readonly #peers: readonly AgentPlace[];
  #process: ChildProcess;
  /** What a command line needs to ask it. */
  readonly options: readonly string[];

  private constructor(place: AgentPlace, peers: readonly AgentPlace[]) {
    this.#place = place;
    this.#peers = peers;
    this.#process = spawnAgent(place, peers);
    this.options = ["--agent", urlOf(place), "--token-file", join(place.directory, "state/admin.token")];
  }

  /** Starts one below `directory` and waits until it answers. */
  static async start(directory: string): Promise<RealAgent> {
    return await RealAgent.startAt({ directory, name: "host-a", port: await freePort() }, []);
  }

  /** Starts one that knows others, which may come later. */
  static async startAt(place: AgentPlace, peers: readonly AgentPlace[]): Promise<RealAgent> {
    const agent = new RealAgent(place, peers);
    await agent.#ready();
    return agent;
  }

  get url(): string {
    return urlOf(this.#place);
  }

  /** One command line, such as `list`. */
  gantry(...args: string[]): Promise<Outcome> {
    return run([...args, ...this.options]);
  }

  /** The same with something on its standard input. */
  gantryWith(input: string, ...args: string[]): Promise<Outcome> {
    return run([...args, ...this.options], input);
  }

  /** The same with `--json`: what it printed. @throws when it failed. */
  async json(...args: string[]): Promise<unknown> {
    const { code, stdout, stderr } = await this.gantry(...args, "--json");
    if (code !== 0) throw new Error(`gantry ${args.join(" ")} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** Everything of this host is gone, as when its power is cut. */
  async cutPower(): Promise<void> {
    await this.#end("SIGKILL");
    await endGuests(this.#place.directory);
  }

  /** Ends the process without a chance to say anything; its guests run on. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** The next agent on the same directories. */
  async restart(): Promise<void> {
    this.#process = spawnAgent(this.#place, this.#peers);
    await this.#ready();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end("SIGTERM");
    await endGuests(this.#place.directory);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exit = once(this.#process, "exit");
    this.#process.kill(signal);
    await exit;
  }

  async #ready(): Promise<void> {
    await until("the agent answers", async () => {
      if (this.#process.exitCode !== null) throw new Error("The agent did not come up.");
      return await answers(`${this.url}/healthz`);
    });
  }
}

async function endGuests(directory: string): Promise<void> {
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (words.startsWith("qemu") || words.includes("/qemu"))
      if (words.includes(directory)) process.kill(Number(pid), "SIGKILL");
  }
}

function urlOf({ port, tls }: AgentPlace): string {
  return `${tls ? "https" : "http"}://127.0.0.1:${port}`;
}

/** Undefined when nobody does. Who it is does not matter here. */
async function answers(url: string): Promise<true | undefined> {
  const { promise, resolve } = Promise.withResolvers<true | undefined>();
  const hear = (answer: IncomingMessage) => {
    answer.resume();
    resolve(answer.statusCode === 200 || undefined);
  };
  const call = url.startsWith("https:")
    ? secureGet(url, { rejectUnauthorized: false, agent: false }, hear)
    : get(url, { agent: false }, hear);
  call.on("error", () => resolve(undefined));
  return await promise;
}

function spawnAgent(place: AgentPlace, peers: readonly AgentPlace[]): ChildProcess {
  const { directory, name, port, tls, link } = place;
  return spawn(process.execPath, [main], {
    env: {
      PATH: process.env["PATH"],
      GANTRY_CONFIG: "/dev/null",
      GANTRY_HOST_NAME: name,
      GANTRY_LISTEN: `127.0.0.1:${port}`,
      GANTRY_STATE_DIR: join(directory, "state"),
      GANTRY_RUN_DIR: join(directory, "run"),
      GANTRY_LOG_DIR: join(directory, "log"),
      GANTRY_ACCEL: "tcg",
      GANTRY_TLS: tls ? "on" : "off",
      GANTRY_UI_DIR: "/nonexistent",
      ...(link !== undefined && { GANTRY_ALLOWED_HOSTS: `127.0.0.1:${link}` }),
      GANTRY_PEERS: JSON.stringify(
        peers.map((peer) => ({
          ...{ name: peer.name, url: urlOf({ ...peer, port: peer.link ?? peer.port }) },
          secretFile: join(peer.directory, "state/peer.secret"),
        })),
      ),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
}
