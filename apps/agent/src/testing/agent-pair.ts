import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type InstanceSummary, instanceListSchema, invitationSchema } from "@gantry/kvm-core/model";
import type { BootSectorName } from "@gantry/demo-guest";
import { freePort } from "./free-port.ts";
import { guestSpec } from "./guest.ts";
import { TestAgent } from "./test-agent.ts";
import { until } from "./until.ts";

/** Two agents that know each other, `host-a` and `host-b`, with disks that both can open. */
export class AgentPair implements AsyncDisposable {
  readonly directory: string;
  readonly a: TestAgent;
  readonly b: TestAgent;
  readonly #stack: AsyncDisposableStack;

  private constructor(
    directory: string,
    [a, b]: readonly [TestAgent, TestAgent],
    stack: AsyncDisposableStack,
  ) {
    this.directory = directory;
    this.a = a;
    this.b = b;
    this.#stack = stack;
  }

  /** They know each other by a secret. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<AgentPair> {
    await using stack = new AsyncDisposableStack();
    const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-pair-"))).path;
    const ports = { "host-a": await freePort(), "host-b": await freePort() };
    const start = async (name: keyof typeof ports, other: keyof typeof ports) => {
      const url = `http://127.0.0.1:${ports[other]}`;
      const peers = [{ name: other, url, secretFile: join(directory, other, "state/peer.secret") }];
      const env = { GANTRY_IMAGE_ROOTS: directory, ...settings };
      return stack.use(await TestAgent.start({ directory, name, port: ports[name], peers, env }));
    };
    const agents = [await start("host-a", "host-b"), await start("host-b", "host-a")] as const;
    return new AgentPair(directory, agents, stack.move());
  }

  /** The second has joined the first: they speak TLS with certificates of its authority. */
  static async join(): Promise<AgentPair> {
    await using stack = new AsyncDisposableStack();
    const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-pair-"))).path;
    const start = async (name: string) => {
      const door = `127.0.0.1:${await freePort()}`;
      const env = { GANTRY_IMAGE_ROOTS: directory, GANTRY_PEER_LISTEN: door };
      return stack.use(await TestAgent.start({ directory, name, port: await freePort(), env }));
    };
    const [a, b] = [await start("host-a"), await start("host-b")] as const;
    const { token } = invitationSchema.parse((await a.mutate("hosts.invite", {})).data);
    const { error } = await b.mutate("hosts.join", { token });
    if (error !== undefined) throw new Error(error.message);
    return new AgentPair(directory, [a, b], stack.move());
  }

  /** Creates and starts a guest on `host-a`, and waits until both agents know it. */
  async guest(name: string, sector: BootSectorName): Promise<InstanceSummary> {
    const spec = await guestSpec(this.directory, name, sector);
    await this.a.perform("instances.create", { spec, start: true });
    return await this.seen(name, "host-a");
  }

  /** Waits until both agents know that an instance runs on that host. */
  async seen(name: string, host: string): Promise<InstanceSummary> {
    return await until(`both know that ${name} is on ${host}`, async () => {
      const [one, two] = await Promise.all([this.a, this.b].map((agent) => rowSeenBy(agent, name)));
      const agree = [one, two].every((row) => row?.host === host && row.state === "running");
      return agree ? one : undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

async function rowSeenBy(agent: TestAgent, instance: string): Promise<InstanceSummary | undefined> {
  const { instances } = instanceListSchema.parse((await agent.query("instances.list")).data);
  return instances.find(({ name }) => name === instance);
}
