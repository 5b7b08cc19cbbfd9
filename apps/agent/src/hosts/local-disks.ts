import type { Hypervisor } from "@gantry/kvm-core";
import type {
  attachDiskInput,
  backupDisksInput,
  changeMediumInput,
  detachDiskInput,
  InstanceDetail,
  limitDiskInput,
  Operation,
  resizeDiskInput,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostDisks } from "./host-devices.ts";
import type { LocalWork } from "./local-work.ts";

/** The disks of this machine's instances. */
export class LocalDisks implements HostDisks {
  readonly #driver: Hypervisor;
  readonly #work: LocalWork;

  constructor(driver: Hypervisor, work: LocalWork) {
    this.#driver = driver;
    this.#work = work;
  }

  async attach(
    _: Caller,
    { instance, disk, newDisk }: z.output<typeof attachDiskInput>,
  ): Promise<InstanceDetail> {
    await this.#driver.disks.attach(instance, disk, newDisk);
    return await this.#driver.get(instance);
  }

  async detach(
    caller: Caller,
    { instance, ...options }: z.output<typeof detachDiskInput>,
  ): Promise<Operation> {
    return this.#work.begin({ kind: "disk.detach", caller, instance, verb: "plug" }, () =>
      this.#driver.disks.detach(instance, options),
    );
  }

  async resize(
    _: Caller,
    { instance, ...options }: z.output<typeof resizeDiskInput>,
  ): Promise<InstanceDetail> {
    await this.#driver.disks.resize(instance, options);
    return await this.#driver.get(instance);
  }

  async changeMedium(
    _: Caller,
    { instance, ...options }: z.output<typeof changeMediumInput>,
  ): Promise<InstanceDetail> {
    await this.#driver.disks.changeMedium(instance, options);
    return await this.#driver.get(instance);
  }

  async limit(_: Caller, { instance, ...options }: z.output<typeof limitDiskInput>): Promise<InstanceDetail> {
    await this.#driver.disks.limit(instance, options);
    return await this.#driver.get(instance);
  }

  async backup(caller: Caller, { instance, targets }: z.output<typeof backupDisksInput>): Promise<Operation> {
    return this.#work.begin({ kind: "disk.backup", caller, instance, verb: "backup" }, (context) =>
      this.#driver.disks.backup(instance, targets, context),
    );
  }
}
