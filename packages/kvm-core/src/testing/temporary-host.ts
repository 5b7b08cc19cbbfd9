import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type BootSectorName, writeBootSectorDisk } from "@gantry/demo-guest";
import { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { HypervisorConfig } from "../hypervisor/hypervisor-config.ts";
import { type InstanceSpecInput, instanceSpecSchema } from "../model/spec.ts";

/** A host of its own in a temporary directory, with real QEMU under TCG. Disposing ends every QEMU it started. */
export class TemporaryHost implements AsyncDisposable {
  readonly dir: string;
  readonly config: HypervisorConfig;
  hypervisor: Hypervisor;

  private constructor(dir: string, config: HypervisorConfig, hypervisor: Hypervisor) {
    this.dir = dir;
    this.config = config;
    this.hypervisor = hypervisor;
  }

  static async open(overrides: Partial<HypervisorConfig> = {}): Promise<TemporaryHost> {
    const dir = await mkdtemp(join(tmpdir(), "gantry-"));
    if (overrides.qemuUser !== undefined) await chmod(dir, 0o711);
    await mkdir(join(dir, "disks"));
    const config: HypervisorConfig = {
      host: "host-a",
      stateDir: join(dir, "state"),
      runDir: join(dir, "run"),
      logDir: join(dir, "log"),
      accel: "tcg",
      imageRoots: [],
      pools: [{ name: "default", path: join(dir, "state", "pools", "default") }],
      imageMaxBytes: 1024 ** 4,
      // Whatever accounts this machine has.
      qemuUser: "none",
      ...overrides,
    };
    return new TemporaryHost(dir, config, await Hypervisor.open(config));
  }

  /** Lets go of everything and opens the host anew, as an agent that was restarted does. */
  async reopen(): Promise<void> {
    await this.away(async () => undefined);
  }

  /** Lets go of everything, so that another process may be this host's agent meanwhile, and opens the host anew. */
  async away(meanwhile: () => Promise<void>): Promise<void> {
    await this.hypervisor[Symbol.asyncDispose]();
    await meanwhile();
    this.hypervisor = await Hypervisor.open(this.config);
  }

  /** Creates an instance that boots one of the tiny guests from its own disk. */
  async createGuest(
    name: string,
    guest: BootSectorName = "interactive",
    overrides: Partial<InstanceSpecInput> = {},
  ): Promise<void> {
    const file = join(this.dir, "disks", `${name}.img`);
    await writeBootSectorDisk(file, guest);
    const spec = instanceSpecSchema.parse({
      name,
      memoryMiB: 16,
      disks: [{ name: "root", source: { file }, format: "raw" }],
      ...overrides,
    });
    await this.hypervisor.create({ spec, start: false, newDisks: [] });
  }

  /** Pids of the QEMU processes whose files lie in this host's run directory. */
  async qemuPids(): Promise<number[]> {
    const pids: number[] = [];
    for (const entry of await readdir("/proc")) {
      if (!/^\d+$/.test(entry)) continue;
      const commandLine = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
      if (commandLine.includes("qemu-system") && commandLine.includes(`${this.dir}/run/`))
        pids.push(Number(entry));
    }
    return pids;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hypervisor[Symbol.asyncDispose]();
    for (const pid of await this.qemuPids()) process.kill(pid, "SIGKILL");
    // What was said to a QEMU last is written to its transcript a moment later.
    await rm(this.dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  }
}

/** Resolves once `condition` holds; the test's own time limit is the only one. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(5);
}

/** Everything that a guest has written on its first port so far. */
export async function consoleText(hypervisor: Hypervisor, name: string): Promise<string> {
  const port = hypervisor.console(name);
  const end = await port.settle();
  return Buffer.from(await port.read(port.oldest, end - port.oldest)).toString("latin1");
}
