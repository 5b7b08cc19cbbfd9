import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { AgentApi } from "./agent-api.ts";
import { ConsoleClient } from "./console-client.ts";
import { type BootSectorGuest, writeBootSectorDisk } from "./boot-sector-disk.ts";

/** What an instance of a test may differ in. */
interface InstanceOptions {
  readonly host?: string;
  readonly start?: boolean;
  readonly cpus?: number;
  readonly memoryMiB?: number;
  readonly guest?: BootSectorGuest;
}

/** Makes instances for a test and removes them after it. */
export class Instances implements AsyncDisposable {
  readonly #api: AgentApi;
  readonly #directory: string;
  readonly #names: string[] = [];

  constructor(api: AgentApi, sharedDirectory: string) {
    this.#api = api;
    this.#directory = sharedDirectory;
  }

  /** A name nobody has; the instance that the test gives it is removed with the others. */
  newName(): string {
    const name = `t-${randomBytes(3).toString("hex")}`;
    this.#names.push(name);
    return name;
  }

  /** A disk with a boot sector guest, where all hosts see it. */
  async bootDisk(name: string, guest?: BootSectorGuest): Promise<string> {
    const path = join(this.#directory, `${name}.raw`);
    await writeBootSectorDisk(path, guest);
    return path;
  }

  /** An instance of a boot sector guest; it runs on `host` and is ready, unless `start` is false. */
  async create(options: InstanceOptions = {}): Promise<string> {
    const name = this.newName();
    await this.#create(name, options);
    return name;
  }

  /** The same by a name that is chosen. */
  async createNamed(name: string, options: InstanceOptions = {}): Promise<void> {
    this.#names.push(name);
    await this.#create(name, options);
  }

  /** Waits until the guest has begun; before that it is deaf to its power button. */
  async untilReady(name: string): Promise<void> {
    await using console = await ConsoleClient.open(this.#api, name, 0);
    await console.until(/READY/);
  }

  async #create(name: string, options: InstanceOptions): Promise<void> {
    const { host = "host-a", start = true, cpus = 1, memoryMiB = 16, guest } = options;
    const disks = [{ name: "root", source: { file: await this.bootDisk(name, guest) }, format: "raw" }];
    const spec = { name, cpus, memoryMiB, boot: { firmware: "bios" }, disks };
    await this.#api.run("instances.create", { spec, host, start });
    if (start) await this.untilReady(name);
  }

  /** Removes one before the test ends, with its disks. */
  async remove(name: string): Promise<void> {
    await this.#removeThose((other) => other === name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#removeThose((name) => this.#names.includes(name));
  }

  async #removeThose(isMeant: (name: string) => boolean): Promise<void> {
    const present = await this.#api.instances();
    for (const { name, state } of present.filter((instance) => isMeant(instance.name))) {
      if (state !== "stopped") await this.#api.run("instances.stop", { instance: name, force: true });
      await this.#api.run("instances.delete", { instance: name, deleteDisks: true });
    }
  }
}
