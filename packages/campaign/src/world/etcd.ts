import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { HostPlace } from "./names.ts";
import { etcdAddresses, type Network } from "./network.ts";
import { PlaceProcess } from "./place-process.ts";
import { Program } from "./program.ts";

const port = 2379;
const own = `http://127.0.0.1:${port}`;

/** One real etcd in a place of its own, with a wire to each host. Disposing it kills it. */
export class Etcd implements AsyncDisposable {
  readonly program: Program;
  /** Its wires are named `a` and `b`. */
  readonly wire: PlaceProcess;
  /** Opens on etcd itself, past the wires. */
  readonly door: string;

  private constructor(parts: Pick<Etcd, "program" | "wire" | "door">) {
    this.program = parts.program;
    this.wire = parts.wire;
    this.door = parts.door;
  }

  static async start({
    directory,
    network,
  }: {
    readonly directory: string;
    readonly network: Network;
  }): Promise<Etcd> {
    const below = join(directory, "etcd");
    await mkdir(below);
    const door = join(below, "door");
    const wireFor = (name: HostPlace) => ({
      name,
      listen: { address: etcdAddresses[name], port },
      to: { address: "127.0.0.1", port },
    });
    const wire = await PlaceProcess.start(network.prefix("etcd"), {
      door: { path: door, port },
      wires: [wireFor("a"), wireFor("b")],
    });
    const [first, ...prefix] = network.prefix("etcd");
    const flags = [
      "--name",
      "m0",
      "--data-dir",
      join(below, "data"),
      "--logger",
      "zap",
      "--log-level",
      "error",
    ];
    const urls = ["--listen-client-urls", own, "--advertise-client-urls", own];
    const command = [first, ...prefix, "etcd", ...flags, ...urls] as const;
    const program = new Program({ command, env: {}, output: join(below, "etcd.out") });
    const etcd = new Etcd({ program, wire, door });
    await etcd.program.start();
    return etcd;
  }

  /** As a setting of the agent on that host. */
  static setting(place: HostPlace): string {
    return `etcd://${etcdAddresses[place]}:${port}`;
  }

  /** Starts it after it was killed. It may take a while until it leads; the agents wait for it. */
  async startAgain(): Promise<void> {
    await this.program.kill();
    await this.program.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program.kill();
    this.wire[Symbol.dispose]();
  }
}
