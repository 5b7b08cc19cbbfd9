import {
  type InstanceDetail,
  type InstanceSpecInput,
  hostListSchema,
  instanceDetailSchema,
  type Operation,
  operationReplySchema,
} from "@gantry/kvm-core/model";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";

const answerSchema = z.object({ result: z.object({ data: z.unknown() }) });
const commandLineSchema = z.object({ argv: z.tuple([z.string()], z.string()) });
const ended = new Set(["succeeded", "failed", "cancelled", "in-doubt"]);

/** The agent's procedures as any HTTP client calls them: no library of ours in between. */
export class AgentCalls {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ url, token }: { readonly url: string; readonly token: string }) {
    this.#url = url;
    this.#headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  }

  async create(spec: InstanceSpecInput): Promise<void> {
    await this.#finish("instances.create", { spec });
  }

  async start(instance: string): Promise<void> {
    await this.#finish("instances.start", { instance });
  }

  async forceStop(instance: string): Promise<void> {
    await this.#finish("instances.stop", { instance, force: true });
  }

  async delete(instance: string): Promise<void> {
    await this.#finish("instances.delete", { instance, deleteDisks: false });
  }

  /** Moves it and gives the operation with its result. */
  async migrate(instance: string, target: string, options: object): Promise<Operation> {
    return await this.#finish("migrations.start", { instance, target, options });
  }

  async pause(instance: string): Promise<void> {
    await this.mutate("instances.pause", { instance });
  }

  async resume(instance: string): Promise<void> {
    await this.mutate("instances.resume", { instance });
  }

  async get(instance: string): Promise<InstanceDetail> {
    return instanceDetailSchema.parse(await this.query("instances.get", { instance }));
  }

  /** Binary and arguments of its QEMU. */
  async commandLine(instance: string): Promise<readonly [string, ...string[]]> {
    return commandLineSchema.parse(await this.query("instances.commandLine", { instance })).argv;
  }

  /** Returns once every host is online. */
  async untilAllHostsAnswer(): Promise<void> {
    for (;;) {
      const { hosts } = hostListSchema.parse(await this.query("hosts.list", undefined));
      if (hosts.every(({ status }) => status === "online")) return;
      await delay(20);
    }
  }

  async query(procedure: string, input: unknown): Promise<unknown> {
    const query = new URLSearchParams(input === undefined ? {} : { input: JSON.stringify(input) });
    return await read(
      procedure,
      await fetch(`${this.#url}/trpc/${procedure}?${query.toString()}`, { headers: this.#headers }),
    );
  }

  async mutate(procedure: string, input: unknown): Promise<unknown> {
    const request = { method: "POST", headers: this.#headers, body: JSON.stringify(input) };
    return await read(procedure, await fetch(`${this.#url}/trpc/${procedure}`, request));
  }

  /** Calls a long verb and returns when its operation has succeeded. */
  async #finish(procedure: string, input: unknown): Promise<Operation> {
    let { operation } = operationReplySchema.parse(await this.mutate(procedure, input));
    while (!ended.has(operation.status)) operation = await this.#wait(operation);
    if (operation.status === "succeeded") return operation;
    throw new Error(`${procedure} ${operation.status}: ${operation.error?.message ?? "without a reason"}`);
  }

  async #wait({ id }: Operation): Promise<Operation> {
    return operationReplySchema.parse(await this.query("operations.wait", { id, timeoutSeconds: 20 }))
      .operation;
  }
}

async function read(procedure: string, answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${procedure} answered ${answer.status}: ${text.slice(0, 500)}`);
  return answerSchema.parse(JSON.parse(text)).result.data;
}
