import { readFile } from "node:fs/promises";
import { GantryError, type Operation, operationSubject } from "@gantry/kvm-core/model";
import type { Command } from "commander";
import { type AgentAddress, type AgentClient, agentClient } from "../agent-client/agent-client.ts";
import { trustAuthority } from "../agent-client/trust-authority.ts";
import { waitForOperation } from "../agent-client/wait-for-operation.ts";
import type { Surroundings } from "../surroundings.ts";
import { Steps } from "../terminal/steps.ts";
import { secondsNumber } from "./option-values.ts";

const defaultAgent = "http://127.0.0.1:7400";
const defaultTokenFile = "/var/lib/gantry/admin.token";

interface ClientFlags {
  readonly json?: true;
  readonly agent?: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly wait: boolean;
  readonly timeout?: number;
  readonly quiet?: true;
}

/** Adds the options that every command has. */
export function addClientOptions(root: Command): void {
  root
    .option("--json", "print JSON, also for errors")
    .option("--agent <url>", `the agent to ask (GANTRY_AGENT, ${defaultAgent})`)
    .option("--token-file <file>", `what lets you in (GANTRY_TOKEN_FILE, ${defaultTokenFile})`)
    .option("--ca-file <file>", "the authority that signed an agent's certificate, as PEM (GANTRY_CA_FILE)")
    .option("--no-wait", "do not wait for operations to end")
    .option("--timeout <seconds>", "give up after so long; the operation goes on", secondsNumber)
    .option("--quiet", "say nothing but results");
}

/** One command's way to the agent and to the person. */
export class Session {
  readonly #flags: ClientFlags;
  readonly #surroundings: Surroundings;
  readonly client: AgentClient;
  readonly address: AgentAddress;

  private constructor(flags: ClientFlags, surroundings: Surroundings, address: AgentAddress) {
    this.#flags = flags;
    this.#surroundings = surroundings;
    this.address = address;
    this.client = agentClient(address);
  }

  /** @throws GantryError `unauthenticated` when there is no token to show */
  static async open(command: Command, surroundings: Surroundings): Promise<Session> {
    const flags: ClientFlags = command.optsWithGlobals();
    const { env } = surroundings;
    const url = (flags.agent ?? env["GANTRY_AGENT"] ?? defaultAgent).replace(/\/+$/, "");
    const file = flags.tokenFile ?? env["GANTRY_TOKEN_FILE"] ?? defaultTokenFile;
    await trustAuthority(url, flags.caFile ?? env["GANTRY_CA_FILE"]);
    return new Session(flags, surroundings, { url, token: await readToken(file) });
  }

  get surroundings(): Surroundings {
    return this.#surroundings;
  }

  /** Whether a script reads what is printed. */
  get isJson(): boolean {
    return this.#flags.json ?? false;
  }

  /** Whether nothing but results shall be said. */
  get quiet(): boolean {
    return this.#flags.quiet ?? false;
  }

  /** Says something beside the result, to people only. */
  note(text: string): void {
    if (!this.#flags.json && !this.#flags.quiet) this.#surroundings.stderr.write(text);
  }

  /** Prints a result: `data` as one JSON line, or `text`. */
  print(data: unknown, text: string): void {
    this.#surroundings.stdout.write(this.#flags.json ? `${JSON.stringify(data)}\n` : text);
  }

  /**
   * Waits for an operation's end, unless asked not to, and prints it.
   *
   * @param done what to say when it succeeded
   * @throws GantryError the operation's; `timed_out`
   */
  async finish(begun: Operation, done: (operation: Operation) => string): Promise<void> {
    if (!this.#flags.wait) return this.print({ operation: begun }, `${begun.id}\n`);
    const operation = await this.#watch(begun);
    this.print({ operation }, this.#flags.quiet ? "" : `${done(operation)}\n`);
  }

  async #watch(begun: Operation): Promise<Operation> {
    const { timeout } = this.#flags;
    const signals = [this.#surroundings.interrupted];
    const limit = timeout === undefined ? undefined : AbortSignal.timeout(timeout * 1000);
    if (limit !== undefined) signals.push(limit);
    try {
      return await this.#withProgress(begun, AbortSignal.any(signals));
    } catch (error) {
      if (limit?.aborted !== true) throw error;
      throw new GantryError("timed_out", {
        message: `${begun.kind} of ${operationSubject(begun)} did not end within ${timeout} s. It goes on.`,
        hint: `Look at it in the operations list; its id is ${begun.id}.`,
        details: { operation: begun.id },
        cause: error,
      });
    }
  }

  async #withProgress(begun: Operation, signal: AbortSignal): Promise<Operation> {
    const { stderr } = this.#surroundings;
    if (!stderr.isTTY || this.#flags.quiet || this.#flags.json) {
      return waitForOperation(this.client, begun, { signal });
    }
    const { promise, resolve } = Promise.withResolvers<Operation>();
    await new Steps({ output: stderr, live: true }).step(operationSubject(begun), async (tell) => {
      const onProgress = (operation: Operation) => tell(operation.progress?.text ?? "");
      resolve(await waitForOperation(this.client, begun, { signal, onProgress }));
      return "done";
    });
    return promise;
  }
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    throw new GantryError("unauthenticated", {
      message: `The token file ${file} cannot be read.`,
      hint: "Name yours with --token-file or GANTRY_TOKEN_FILE; an agent's first one is admin.token in its state directory.",
      details: { file },
      cause: error,
    });
  }
}
