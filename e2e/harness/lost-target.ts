import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AgentApi } from "./agent-api.ts";
import { writeBootSectorDisk } from "./boot-sector-disk.ts";
import { freePortPair } from "./free-ports.ts";
import { pinnedNode, root } from "./places.ts";

/** What the source asks of the target when it hands a guest over. */
const handOver = "/peer/trpc/commit";

/**
 * Two hosts of their own whose second one loses its power at the one moment at which nobody can know what became of a
 * guest: it has taken the hand-over, and its answer has not been heard.
 */
export class LostTarget implements AsyncDisposable {
  readonly source: AgentApi;
  readonly #stack: AsyncDisposableStack;
  readonly #revive: () => Promise<void>;

  private constructor(source: AgentApi, revive: () => Promise<void>, stack: AsyncDisposableStack) {
    this.source = source;
    this.#revive = revive;
    this.#stack = stack;
  }

  /** Starts both, a guest of that name on host-a, moves it, and returns when host-b has lost its power. */
  static async of(name: string): Promise<LostTarget> {
    await using stack = new AsyncDisposableStack();
    const top = await mkdtemp(join(tmpdir(), "gantry-lost-"));
    stack.defer(() => rm(top, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
    const portA = await freePortPair();
    const portB = portA + 1;
    const cutting = Promise.withResolvers<void>();
    const link = await cuttableLink(portB, () => cutting.resolve());
    stack.defer(() => link.close());
    const a = { top, name: "host-a", port: portA, peer: { name: "host-b", port: link.port } };
    const b = { top, name: "host-b", port: portB, peer: { name: "host-a", port: portA }, link: link.port };
    const source = await startHost(a, stack);
    const target = await startHost(b, stack);
    await untilTrue(async () => {
      const { hosts } = await source.api.query<{ hosts: { status: string }[] }>("hosts.list");
      return hosts.every(({ status }) => status === "online");
    });
    const file = join(top, `${name}.raw`);
    await writeBootSectorDisk(file);
    const spec = { name, memoryMiB: 16, disks: [{ name: "root", source: { file }, format: "raw" }] };
    await source.api.run("instances.create", { spec, start: true });
    await source.api.mutate("migrations.start", { instance: name, target: "host-b" });
    await cutting.promise;
    await cutPower(target.process, join(top, "host-b"));
    const running = stack.move();
    const revive = async () => {
      link.mend();
      await startHost(b, running);
    };
    return new LostTarget(source.api, revive, running);
  }

  /** The power is back on host-b. */
  revive(): Promise<void> {
    return this.#revive();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

interface HostPlace {
  readonly top: string;
  readonly name: string;
  readonly port: number;
  readonly peer: { readonly name: string; readonly port: number };
  readonly link?: number;
}

async function startHost(
  { top, name, port, peer, link }: HostPlace,
  stack: AsyncDisposableStack,
): Promise<{ api: AgentApi; process: ChildProcess }> {
  const directory = join(top, name);
  await mkdir(directory, { recursive: true });
  const child = spawn(pinnedNode, [`${root}/apps/agent/dist/main.js`], {
    env: {
      PATH: process.env["PATH"],
      GANTRY_CONFIG: "/dev/null",
      GANTRY_HOST_NAME: name,
      GANTRY_LISTEN: `127.0.0.1:${port}`,
      ...(link !== undefined && { GANTRY_ALLOWED_HOSTS: `127.0.0.1:${link}` }),
      GANTRY_STATE_DIR: join(directory, "state"),
      GANTRY_RUN_DIR: join(directory, "run"),
      GANTRY_LOG_DIR: join(directory, "log"),
      GANTRY_IMAGE_ROOTS: top,
      GANTRY_ACCEL: "tcg",
      GANTRY_QEMU_USER: "none",
      GANTRY_PEERS: JSON.stringify([
        {
          name: peer.name,
          url: `http://127.0.0.1:${peer.port}`,
          secretFile: join(top, peer.name, "state/peer.secret"),
        },
      ]),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  stack.defer(() => cutPower(child, directory));
  const url = `http://127.0.0.1:${port}`;
  await untilTrue(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true);
  const token = (await readFile(join(directory, "state/admin.token"), "utf8")).trim();
  return { api: new AgentApi(url, token), process: child };
}

/** Agent and QEMU are gone at once, without a chance to say anything. */
async function cutPower(agent: ChildProcess, directory: string): Promise<void> {
  if (agent.exitCode === null && agent.signalCode === null) {
    const exited = once(agent, "exit");
    agent.kill("SIGKILL");
    await exited;
  }
  for (const pid of (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry))) {
    const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (words.includes("qemu-system") && words.includes(directory)) process.kill(Number(pid), "SIGKILL");
  }
}

interface Link {
  readonly port: number;
  mend(): void;
  close(): Promise<void>;
}

/** A way to `to` that is cut when the hand-over has been answered, before the answer is heard. */
async function cuttableLink(to: number, onCut: () => void): Promise<Link> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let isMended = false;
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  const joinUp = (near: Socket) => {
    if (isCut) return void near.destroy();
    const far = connect(to, "127.0.0.1");
    let isLast = false;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one
        .on("error", () => undefined)
        .on("close", () => {
          sockets.delete(one);
          other.destroy();
        });
    }
    near.on("data", (data: Buffer) => {
      isLast ||= !isMended && data.includes(handOver);
      far.write(data);
    });
    far.on("data", (data: Buffer) => {
      if (!isLast) return void near.write(data);
      cut();
      onCut();
    });
  };
  const server: Server = createServer(joinUp);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The link listens on no port.");
  return {
    port: address.port,
    mend: () => {
      isCut = false;
      isMended = true;
    },
    close: async () => {
      cut();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}

async function untilTrue(condition: () => Promise<boolean>): Promise<void> {
  const patience = AbortSignal.timeout(60_000);
  while (!(await condition())) {
    patience.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
