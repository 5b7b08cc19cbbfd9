import { probeKvm, readHostFacts, runDoctor } from "../host/index.ts";
import type { HostServices } from "../instance/index.ts";
import type { Finding, HostFacts } from "../model/host.ts";
import { type HostCounters, HostCounterReader } from "./host-counters.ts";
import type { HypervisorConfig } from "./hypervisor-config.ts";
import type { InstanceTable } from "./instance-table.ts";

/** What a host can be asked about itself. */
export class HostView {
  readonly #config: HypervisorConfig;
  readonly #services: HostServices;
  readonly #table: InstanceTable;
  readonly #counters: HostCounterReader;

  constructor(config: HypervisorConfig, services: HostServices, table: InstanceTable) {
    this.#config = config;
    this.#services = services;
    this.#table = table;
    this.#counters = new HostCounterReader([config.stateDir, config.logDir, ...config.imageRoots]);
  }

  async facts(): Promise<HostFacts> {
    const { stateDir, logDir, imageRoots } = this.#config;
    const { host, qemu } = this.#services;
    const running = this.#table
      .all()
      .flatMap(({ live, stored }) =>
        live === undefined ? [] : [{ pid: live.identity.pid, memoryMiB: stored.spec.memoryMiB }],
      );
    return await readHostFacts({
      name: host,
      qemu,
      kvm: await probeKvm({ qemu: qemu.binary, cacheDir: stateDir }),
      running,
      directories: [stateDir, logDir, ...imageRoots],
    });
  }

  async counters(): Promise<HostCounters> {
    return await this.#counters.read(this.#table.all());
  }

  async doctor(): Promise<Finding[]> {
    const { qemu, accel, stateDir, runDir, logDir, imageRoots } = this.#config;
    const specs = this.#table.all().map(({ stored }) => stored.spec);
    const { qemuUser } = this.#services;
    const findings = await runDoctor({ qemu, accel, qemuUser, stateDir, runDir, logDir, imageRoots, specs });
    return [...findings, ...this.#table.damaged().map(({ finding }) => finding)];
  }
}
