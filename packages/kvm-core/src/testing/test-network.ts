import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type IpCommand, ipThrough } from "../network/ip-command.ts";

/**
 * A network namespace of a test's own, held by a process that ends with the scope. Whatever happens in it, the host's
 * network stays as it is. Works as root, and for others in a user namespace where the kernel allows that.
 */
export class TestNetwork implements AsyncDisposable {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  /** Whether this user may make a network and a tap in it on this host. */
  static async isPossible(): Promise<boolean> {
    try {
      await using network = await TestNetwork.make();
      await network.run("ip", ["tuntap", "add", "dev", "probe", "mode", "tap"]);
      return true;
    } catch {
      return false;
    }
  }

  /** Makes an empty namespace: only loopback, down. */
  static async make(): Promise<TestNetwork> {
    const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
    // `cat` says that the namespace is there, and ends with us because its input does.
    const holder = spawn("unshare", [...user, "--net", "sh", "-c", "echo ready; exec cat"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = once(holder, "exit").then(() =>
      Promise.reject(new Error("no network namespace can be made")),
    );
    await Promise.race([once(holder.stdout, "data"), ended]);
    ended.catch(() => undefined);
    return new TestNetwork(holder);
  }

  /** Makes a bridge that is up. */
  async addBridge(name: string): Promise<void> {
    await this.run("ip", ["link", "add", name, "type", "bridge"]);
    await this.run("ip", ["link", "set", name, "up"]);
  }

  /** A cable from a bridge of this network to one of another. */
  async connect(bridge: string, other: TestNetwork, otherBridge: string): Promise<void> {
    const netns = String(other.#holder.pid);
    await this.run("ip", ["link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", netns]);
    await this.run("ip", ["link", "set", "cable", "master", bridge, "up"]);
    await other.run("ip", ["link", "set", "cable", "master", otherBridge, "up"]);
  }

  /** Writes a program that is QEMU in this network: for hosts whose guests shall live here. */
  async writeQemu(path: string): Promise<void> {
    await writeFile(path, `#!/bin/sh\nexec ${this.prefix.join(" ")} qemu-system-x86_64 "$@"\n`, {
      mode: 0o755,
    });
  }

  /** What to put before a command, so that it runs in this network. */
  get prefix(): readonly string[] {
    const user = process.getuid?.() === 0 ? [] : ["--user", "--preserve-credentials"];
    return ["nsenter", "--target", String(this.#holder.pid), ...user, "--net", "--"];
  }

  /** Runs a program of iproute2 in this network. */
  readonly run: IpCommand = (program, args) => ipThrough(this.prefix)(program, args);

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#holder, "exit");
    this.#holder.stdin?.end();
    await ended;
  }
}
