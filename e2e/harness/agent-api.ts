/** What the tests read of an instance. */
export interface Instance {
  readonly name: string;
  readonly uuid: string;
  readonly host: string;
  readonly state: string;
}

/** What the tests read of one instance's details. */
export interface InstanceDetail extends Instance {
  readonly runtime?: { readonly pid: number; readonly incarnation: string; readonly rescueMonitor: string };
  readonly spec: { readonly disks: readonly { readonly source: Readonly<Record<string, string>> }[] };
}

/** What the tests read of an operation. */
export interface Operation {
  readonly id: string;
  readonly status: string;
  readonly error?: ErrorBody;
  readonly result?: Readonly<Record<string, unknown>>;
}

/** The body of every error. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly where?: string;
  readonly hint: string;
}

/** A call that an agent refused. */
export class Refused extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(procedure: string, status: number, body: ErrorBody) {
    super(`${procedure} was refused with ${status} ${body.code}: ${body.message} ${body.hint}`);
    this.status = status;
    this.body = body;
  }
}

/** An agent's API with nothing but `fetch`, as a client in any language would use it. */
export class AgentApi {
  readonly url: string;
  readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  /** Asks. The answer's shape is the caller's to know. */
  async query<Answer>(procedure: string, input?: object): Promise<Answer> {
    const search = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return this.#answer(procedure, await this.#send(`${procedure}${search}`, { method: "GET" }));
  }

  /** Changes something. */
  async mutate<Answer>(procedure: string, input?: object): Promise<Answer> {
    const body = input === undefined ? {} : { body: JSON.stringify(input) };
    return this.#answer(procedure, await this.#send(procedure, { method: "POST", ...body }));
  }

  /** Begins long work and waits for its end. Throws when it did not succeed. */
  async run(procedure: string, input: object): Promise<Operation> {
    const begun = await this.mutate<{ operation: Operation }>(procedure, input);
    const { operation } = await this.query<{ operation: Operation }>("operations.wait", {
      id: begun.operation.id,
    });
    if (operation.status === "succeeded") return operation;
    const { message = "", hint = "" } = operation.error ?? {};
    throw new Error(`${procedure} ended as ${operation.status}: ${message} ${hint}`);
  }

  /** All instances of all hosts. */
  async instances(): Promise<readonly Instance[]> {
    return (await this.query<{ instances: readonly Instance[] }>("instances.list")).instances;
  }

  /** One instance with its process; it must exist. */
  async instance(name: string): Promise<InstanceDetail> {
    return this.query<InstanceDetail>("instances.get", { instance: name });
  }

  /** What is wanted of an instance, every field of it. */
  async specOf(name: string): Promise<object> {
    return (await this.query<{ spec: object }>("instances.get", { instance: name })).spec;
  }

  #send(path: string, init: RequestInit): Promise<Response> {
    const headers = { authorization: `Bearer ${this.token}`, "content-type": "application/json" };
    return fetch(`${this.url}/trpc/${path}`, { ...init, headers });
  }

  async #answer<Answer>(procedure: string, response: Response): Promise<Answer> {
    const answer = (await response.json()) as
      | { result: { data: Answer }; error?: undefined }
      | { error: { data: { gantry: ErrorBody } } };
    if (answer.error === undefined) return answer.result.data;
    throw new Refused(procedure, response.status, answer.error.data.gantry);
  }
}
