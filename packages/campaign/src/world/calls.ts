import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type ClientRequest, request } from "node:http";
import { type RequestOptions, request as secureRequest } from "node:https";
import { text } from "node:stream/consumers";
import {
  consoleLogSchema,
  hostListSchema,
  instanceListSchema,
  type InstanceSummary,
  invitationSchema,
  type Operation,
  operationReplySchema,
} from "@gantry/kvm-core/model";
import { WebSocket } from "ws";
import * as z from "zod";
import { until } from "./until.ts";

const answerSchema = z.object({ result: z.object({ data: z.unknown() }) });
const failureSchema = z.object({ error: z.object({ message: z.string() }) });
const over = new Set(["succeeded", "failed", "cancelled", "in-doubt"]);
/** An agent that hangs takes the connection and says nothing; one on a busy machine takes its time. */
const answersWithinMs = 15_000;

/** The API of one agent, as any HTTP client calls it, through the door of its namespace. */
export class Calls {
  readonly #door: string;
  readonly #tokenFile: string;

  readonly #request: (options: RequestOptions) => ClientRequest;

  /** @param isSecure whether the agent speaks TLS at this door; whose certificate it has does not matter here. */
  constructor(door: string, tokenFile: string, { isSecure = false } = {}) {
    this.#door = door;
    this.#tokenFile = tokenFile;
    this.#request = isSecure ? secureRequest : request;
  }

  /** Whether it answers. */
  async isUp(): Promise<boolean> {
    return await this.#send({ method: "GET", path: "/healthz" }).then(
      () => true,
      () => false,
    );
  }

  async query(procedure: string, input?: object): Promise<unknown> {
    const search = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return await this.#call({ method: "GET", path: `/trpc/${procedure}${search}` });
  }

  async mutate(procedure: string, input: object): Promise<unknown> {
    return await this.#call({ method: "POST", path: `/trpc/${procedure}`, body: JSON.stringify(input) });
  }

  /** Calls a long verb; the operation is under way when this returns. */
  async begin(procedure: string, input: object): Promise<string> {
    return operationReplySchema.parse(await this.mutate(procedure, input)).operation.id;
  }

  async operation(id: string): Promise<Operation> {
    return operationReplySchema.parse(await this.query("operations.get", { id })).operation;
  }

  /** Calls a long verb and waits until it has succeeded. */
  async perform(procedure: string, input: object): Promise<void> {
    const id = await this.begin(procedure, input);
    const done = await until(`${procedure} is over`, async () => {
      const operation = await this.operation(id);
      return over.has(operation.status) ? operation : undefined;
    });
    if (done.status !== "succeeded") throw new Error(`${procedure}: ${done.error?.message ?? done.status}`);
  }

  async instances(): Promise<readonly InstanceSummary[]> {
    return instanceListSchema.parse(await this.query("instances.list")).instances;
  }

  async invite(): Promise<string> {
    return invitationSchema.parse(await this.mutate("hosts.invite", {})).token;
  }

  /** Names of the hosts that answer it. */
  async hostsOnline(): Promise<string[]> {
    const { hosts } = hostListSchema.parse(await this.query("hosts.list"));
    return hosts.filter(({ status }) => status === "online").map(({ name }) => name);
  }

  /** All that is kept of a guest's console since its last boot. */
  async console(instance: string): Promise<string> {
    let whole = "";
    for (let from: number | undefined; ; ) {
      const input = { instance, port: 0, ...(from === undefined ? {} : { from }) };
      const page = consoleLogSchema.parse(await this.query("console.log", input));
      whole += Buffer.from(page.data, "base64").toString("latin1");
      if (page.next >= page.end || page.next === from) return whole;
      from = page.next;
    }
  }

  /** Types to a guest, as any client of its console does, and returns once that is sent. */
  async type(instance: string, text: string): Promise<void> {
    const token = (await readFile(this.#tokenFile, "utf8")).trim();
    const headers = { host: "127.0.0.1:7400", authorization: `Bearer ${token}` };
    const socket = new WebSocket(`ws+unix:${this.#door}:/console/${instance}`, "gantry.console.v1", {
      headers,
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.on("error", reject);
    socket.on("close", (_code, reason) => reject(new Error(`The console was closed: ${reason.toString()}`)));
    // It may be typed once the seat is taken, which is told.
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary || !data.toString().includes('"mine":true')) return;
      socket.send(Buffer.from(text), () => resolve());
    });
    const timer = setTimeout(() => reject(new Error("The console does not greet.")), answersWithinMs);
    try {
      await promise;
      // A close, not an end: what was sent arrives before it.
      socket.close();
      await once(socket, "close");
    } finally {
      clearTimeout(timer);
      socket.terminate();
    }
  }

  async #call(how: { method: string; path: string; body?: string }): Promise<unknown> {
    const token = (await readFile(this.#tokenFile, "utf8")).trim();
    const answer = await this.#send({ ...how, token });
    const parsed = answerSchema.safeParse(answer);
    if (parsed.success) return parsed.data.result.data;
    throw new Error(failureSchema.safeParse(answer).data?.error.message ?? `${how.path} has an odd answer`);
  }

  async #send(how: { method: string; path: string; body?: string; token?: string }): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const call = this.#request({
      socketPath: this.#door,
      rejectUnauthorized: false,
      method: how.method,
      path: how.path,
      signal: AbortSignal.timeout(answersWithinMs),
      headers: {
        host: "127.0.0.1:7400",
        ...(how.body === undefined ? {} : { "content-type": "application/json" }),
        ...(how.token === undefined ? {} : { authorization: `Bearer ${how.token}` }),
      },
    });
    call.on("error", reject);
    call.on("response", (response) => {
      text(response)
        .then((body): unknown => JSON.parse(body))
        .then(resolve, reject);
    });
    call.end(how.body);
    return await promise;
  }
}
