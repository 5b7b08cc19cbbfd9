import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import type { EtcdAddress } from "../etcd/address.ts";

const statusSchema = z.object({
  header: z.object({ member_id: z.string() }),
  leader: z.string().default("0"),
});

/** One real etcd process, with its data in a directory of the cluster. */
export class EtcdMember {
  readonly port: number;
  readonly dataDir: string;
  readonly #flags: readonly string[];
  #process: ChildProcess | undefined;

  constructor(port: number, dataDir: string, flags: readonly string[]) {
    this.port = port;
    this.dataDir = dataDir;
    this.#flags = flags;
  }

  /** Starts it, unless it runs. */
  start(): void {
    const child = this.#process;
    if (child?.exitCode === null && child.signalCode === null) return;
    this.#process = spawn("etcd", [...this.#flags], { stdio: "ignore" });
  }

  /** `SIGKILL` ends it at once, `SIGSTOP` makes one that hangs. */
  send(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Resolves once the process has ended. */
  async ended(): Promise<void> {
    const child = this.#process;
    if (child?.exitCode === null && child.signalCode === null) await once(child, "exit");
  }

  async end(): Promise<void> {
    const child = this.#process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  }
  /** Asks the gateway as it is. */
  async ask(path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    return answer;
  }

  /** Whether it leads; undefined when it does not know a leader, or does not answer. */
  async leads(): Promise<boolean | undefined> {
    const status = statusSchema.safeParse(
      await this.ask("/v3/maintenance/status", {}).catch(() => undefined),
    ).data;
    if (status === undefined || status.leader === "0") return undefined;
    return status.leader === status.header.member_id;
  }
}

/** A real etcd cluster on loopback, of one or three members. Disposing it ends them. */
export class EtcdCluster implements AsyncDisposable {
  readonly members: readonly EtcdMember[];
  readonly #scope: AsyncDisposableStack;

  private constructor(members: readonly EtcdMember[], scope: AsyncDisposableStack) {
    this.members = members;
    this.#scope = scope;
  }

  /** Starts it and waits until there is a leader; with `--auto-tls` somebody who can ask has to wait. */
  static async start(size: 1 | 3, flags: readonly string[] = []): Promise<EtcdCluster> {
    await using scope = new AsyncDisposableStack();
    const { path } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-etcd-")));
    const ports = await freePorts(2 * size);
    const names = Array.from({ length: size }, (_, index) => `m${index}`);
    const scheme = flags.includes("--auto-tls") ? "https" : "http";
    const peerUrl = (index: number) => `http://127.0.0.1:${ports[size + index]}`;
    const members = names.map((name, index) => {
      const client = `${scheme}://127.0.0.1:${ports[index]}`;
      const dataDir = join(path, name);
      return new EtcdMember(ports[index] ?? 0, dataDir, [
        ...["--name", name, "--data-dir", dataDir, "--log-level", "error", "--logger", "zap"],
        ...["--listen-client-urls", client, "--advertise-client-urls", client],
        ...["--listen-peer-urls", peerUrl(index), "--initial-advertise-peer-urls", peerUrl(index)],
        ...["--initial-cluster", names.map((other, at) => `${other}=${peerUrl(at)}`).join(",")],
        ...flags,
      ]);
    });
    for (const member of members) {
      member.start();
      scope.defer(() => member.end());
    }
    const cluster = new EtcdCluster(members, scope.move());
    if (scheme === "http") await cluster.untilLed();
    return cluster;
  }

  get address(): EtcdAddress {
    return { endpoints: this.members.map(({ port }) => ({ host: "127.0.0.1", port })) };
  }

  /** As a setting of the agent. */
  get setting(): string {
    return `etcd://${this.members.map(({ port }) => `127.0.0.1:${port}`).join(",")}`;
  }

  /** Resolves with the leader once there is one. */
  async untilLed(): Promise<EtcdMember> {
    for (;;) {
      for (const member of this.members) if ((await member.leads()) === true) return member;
      await delay(20);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#scope.disposeAsync();
  }
}

/** All at once, so that none is given out twice. */
async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  for (let index = 0; index < count; index += 1) {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    servers.push(server);
  }
  const ports = servers.map((server) => z.object({ port: z.int() }).parse(server.address()).port);
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  return ports;
}
