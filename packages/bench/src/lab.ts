import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BootSectorName, writeBootSectorDisk } from "@gantry/demo-guest";
import type { InstanceSpecInput } from "@gantry/kvm-core/model";
import { BenchAgent } from "./agent/bench-agent.ts";

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
