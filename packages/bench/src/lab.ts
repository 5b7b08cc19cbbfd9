import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BootSectorName, writeBootSectorDisk } from "@gantry/demo-guest";
import type { InstanceSpecInput } from "@gantry/kvm-core/model";
import { BenchAgent } from "./agent/bench-agent.ts";
import { freePort } from "./agent/free-port.ts";

/** What one benchmark works in: a directory of its own, agents and guests that end with it. */
export class Lab implements AsyncDisposable {
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly #scope: AsyncDisposableStack;

  private constructor(directory: string, signal: AbortSignal, scope: AsyncDisposableStack) {
    this.directory = directory;
    this.signal = signal;
    this.#scope = scope;
  }

  static async open(signal: AbortSignal): Promise<Lab> {
    const scope = new AsyncDisposableStack();
    // Short: the paths of Unix sockets have at most 107 bytes.
    const directory = await mkdtemp(join(tmpdir(), "gb-"));
    scope.defer(() => rm(directory, { recursive: true, force: true }));
    return new Lab(directory, signal, scope);
  }

  /** Ends `resource` with the lab. */
  keep<Resource extends AsyncDisposable | Disposable>(resource: Resource): Resource {
    return this.#scope.use(resource);
  }

  async agent(): Promise<BenchAgent> {
    const directory = join(this.directory, "agent");
    await mkdir(directory);
    return this.keep(await BenchAgent.start(directory, this.signal));
  }

  /** Two agents that know each other. */
  async pair(): Promise<{ readonly a: BenchAgent; readonly b: BenchAgent }> {
    const peers = await Promise.all(
      ["host-a", "host-b"].map(async (name) => {
        const directory = join(this.directory, name);
        await mkdir(directory);
        return { name, directory, port: await freePort() };
      }),
    );
    const [a, b] = await Promise.all(
      peers.map(async (own) => {
        const others = peers.filter((peer) => peer !== own);
        const options = { name: own.name, port: own.port, peers: others };
        return this.keep(await BenchAgent.start(own.directory, this.signal, options));
      }),
    );
    if (a === undefined || b === undefined) throw new Error("Two agents were to be started.");
    await Promise.all([a, b].map((agent) => agent.calls.untilAllHostsAnswer()));
    return { a, b };
  }

  /** A disk of this guest, and the spec of a small instance that boots it. */
  async guest(
    name: string,
    sector: BootSectorName,
  ): Promise<{ readonly disk: string; readonly spec: InstanceSpecInput }> {
    const disk = join(this.directory, `${name}.raw`);
    await writeBootSectorDisk(disk, sector);
    return {
      disk,
      spec: { name, memoryMiB: 16, disks: [{ name: "root", source: { file: disk }, format: "raw" }] },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope.disposeAsync();
  }
}
