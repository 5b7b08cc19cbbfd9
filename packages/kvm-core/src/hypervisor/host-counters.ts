import { ownInterfaces, readHostUsage, readNetDev, readSpace, trafficOf } from "../host/index.ts";
import type { Instance } from "../instance/index.ts";

/** How long a file system may take to tell its size: one whose server is away takes for ever. */
const spaceWithinMs = 1000;

/** What the host is doing, as counters since it booted, and how much of it is given away. */
export interface HostCounters {
  /** Undefined when /proc does not say. */
  readonly usage: ReturnType<typeof readHostUsage>;
  /** Over its own interfaces, not over bridges and taps. */
  readonly traffic: { readonly receivedBytes: number; readonly sentBytes: number };
  /** Of the instances that have a process, by their specs. */
  readonly committed: { readonly cpus: number; readonly memoryBytes: number };
  /** Of the directories whose file systems answer. */
  readonly spaces: readonly {
    readonly path: string;
    readonly sizeBytes: number;
    readonly freeBytes: number;
  }[];
}

/** Reads the host's counters. A file system that hangs is left out, and asked only once until it answers. */
export class HostCounterReader {
  readonly #directories: readonly string[];
  readonly #asked = new Map<string, Promise<HostCounters["spaces"]>>();

  constructor(directories: readonly string[]) {
    this.#directories = [...new Set(directories)];
  }

  async read(instances: readonly Instance[]): Promise<HostCounters> {
    const specs = instances.flatMap(({ live, stored }) => (live === undefined ? [] : [stored.spec]));
    const spaces = await Promise.all(this.#directories.map((path) => this.#inTime(path)));
    return {
      usage: readHostUsage(),
      traffic: trafficOf(readNetDev(), ownInterfaces()),
      committed: {
        cpus: specs.reduce((sum, { cpus }) => sum + cpus, 0),
        memoryBytes: specs.reduce((sum, { memoryMiB }) => sum + memoryMiB * 1024 * 1024, 0),
      },
      spaces: spaces.flat(),
    };
  }

  async #inTime(path: string): Promise<HostCounters["spaces"]> {
    const { promise: late, resolve } = Promise.withResolvers<HostCounters["spaces"]>();
    const timer = setTimeout(() => resolve([]), spaceWithinMs);
    try {
      return await Promise.race([this.#ask(path), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #ask(path: string): Promise<HostCounters["spaces"]> {
    const open = this.#asked.get(path);
    if (open !== undefined) return open;
    const mebibyte = 1024 * 1024;
    const asked = readSpace(path)
      .then(({ totalMiB, freeMiB }) => [
        { path, sizeBytes: totalMiB * mebibyte, freeBytes: freeMiB * mebibyte },
      ])
      .catch(() => [])
      .finally(() => this.#asked.delete(path));
    this.#asked.set(path, asked);
    return asked;
  }
}
