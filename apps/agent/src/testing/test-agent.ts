import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ErrorBody,
  errorBodySchema,
  type Operation,
  operationReplySchema,
} from "@gantry/kvm-core/model";
import * as z from "zod";
import { TestConsole } from "./test-console.ts";
import { until } from "./until.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const answerSchema = z.object({ result: z.object({ data: z.unknown() }) });
const failureSchema = z.object({ error: z.object({ data: z.object({ gantry: errorBodySchema }) }) });

/** What an answer over HTTP came to. */
export interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly error: ErrorBody | undefined;
  readonly headers: Headers;
}

/** How a test agent is started. */
export interface TestAgentOptions {
  readonly directory: string;
  readonly name: string;
  readonly port: number;
  readonly peers?: readonly { name: string; url: string; secretFile: string }[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A real agent in a process of its own. Disposing it ends it and every guest it started. */
export class TestAgent implements AsyncDisposable {
  readonly options: TestAgentOptions;
  readonly url: string;
  #process: ChildProcess;
  #output = "";

  private constructor(options: TestAgentOptions) {
    this.options = options;
    this.url = `http://127.0.0.1:${options.port}`;
    this.#process = this.#spawn();
  }

  /** Starts it and waits until it answers. */
  static async start(options: TestAgentOptions): Promise<TestAgent> {
    const agent = new TestAgent(options);
    await agent.#ready();
    return agent;
  }

  /** Starts one that is expected to give up. */
  static async failing(options: TestAgentOptions): Promise<{ code: number | null; output: string }> {
    const agent = new TestAgent(options);
    if (agent.#process.exitCode === null) await once(agent.#process, "exit");
    return { code: agent.#process.exitCode, output: agent.#output };
  }

  get stateDir(): string {
    return join(this.options.directory, this.options.name, "state");
  }

  /** `address:port` of its peers' door. */
  get peerAddress(): string {
    return this.options.env?.["GANTRY_PEER_LISTEN"] ?? "";
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async token(): Promise<string> {
    return (await readFile(join(this.stateDir, "admin.token"), "utf8")).trim();
  }

  async bearer(): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.token()}` };
  }

  /** Sends a request as it is: nothing is added. */
  async send(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, init);
    const body: unknown = await response.json().catch(() => undefined);
    return {
      status: response.status,
      data: answerSchema.safeParse(body).data?.result.data,
      error: failureSchema.safeParse(body).data?.error.data.gantry,
      headers: response.headers,
    };
  }

  async query(procedure: string, input?: unknown): Promise<Answer> {
    const search = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return await this.send(`/trpc/${procedure}${search}`, { headers: await this.bearer() });
  }

  async mutate(procedure: string, input?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return await this.send(`/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(headers ?? (await this.bearer())) },
      body: JSON.stringify(input ?? {}),
    });
  }

  /** A mutation whose operation is waited for. */
  async perform(procedure: string, input: unknown): Promise<Operation> {
    const begun = await this.mutate(procedure, input);
    if (begun.error !== undefined) throw new Error(`${procedure}: ${begun.error.message}`);
    const { id } = operationReplySchema.parse(begun.data).operation;
    return operationReplySchema.parse((await this.query("operations.wait", { id })).data).operation;
  }

  async console(instance: string, query = ""): Promise<TestConsole> {
    return await TestConsole.open(`${this.url.replace("http", "ws")}/console/${instance}${query}`, {
      headers: await this.bearer(),
    });
  }

  /** The process of every QEMU that lives in its directories. */
  guests(): Promise<number[]> {
    return processesBelow(join(this.options.directory, this.options.name));
  }

  /** Ends the process and waits for its end. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exit = once(this.#process, "exit");
      this.#process.kill(signal);
      await exit;
    }
    return this.#process.exitCode;
  }

  /** The next agent on the same directories. */
  async restart(): Promise<void> {
    this.#process = this.#spawn();
    await this.#ready();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGTERM");
    for (const pid of await this.guests()) process.kill(pid, "SIGKILL");
  }

  #spawn(): ChildProcess {
    const { directory, name, port, peers = [], env } = this.options;
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env["PATH"],
        GANTRY_CONFIG: "/dev/null",
        GANTRY_HOST_NAME: name,
        GANTRY_LISTEN: `127.0.0.1:${port}`,
        GANTRY_STATE_DIR: join(directory, name, "state"),
        GANTRY_RUN_DIR: join(directory, name, "run"),
        GANTRY_LOG_DIR: join(directory, name, "log"),
        GANTRY_ACCEL: "tcg",
        GANTRY_QEMU_USER: "none",
        GANTRY_UI_DIR: "/nonexistent",
        GANTRY_PEERS: JSON.stringify(peers),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text: Buffer) => (this.#output += text.toString()));
    return child;
  }

  async #ready(): Promise<void> {
    await until(`${this.options.name} is ready`, async () => {
      if (this.#process.exitCode !== null) throw new Error(`The agent gave up:\n${this.#output}`);
      return (await fetch(`${this.url}/healthz`).catch(() => undefined))?.ok;
    });
  }
}

async function processesBelow(directory: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return commandLine.startsWith("qemu") || commandLine.includes("/qemu")
        ? commandLine.includes(directory) && pid
        : false;
    }),
  );
  return found.filter((pid) => pid !== false).map(Number);
}
