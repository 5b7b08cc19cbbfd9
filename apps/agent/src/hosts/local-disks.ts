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
import type { LocalWork, Order } from "./local-work.ts";

/** The disks of this machine's instances. */
export class LocalDisks implements HostDisks {
  readonly #driver: Hypervisor;
  readonly #work: LocalWork;

  constructor(driver: Hypervisor, work: LocalWork) {
    this.#driver = driver;
    this.#work = work;
  }

  async attach(
    caller: Caller,
    { instance, disk, newDisk }: z.output<typeof attachDiskInput>,
  ): Promise<InstanceDetail> {
    return await this.#change({ kind: "disk.attach", caller, instance, part: disk.name }, () =>
      this.#driver.disks.attach(instance, disk, newDisk),
    );
  }

  async detach(
    caller: Caller,
    { instance, ...options }: z.output<typeof detachDiskInput>,
  ): Promise<Operation> {
    const order = { kind: "disk.detach", caller, instance, part: options.disk, verb: "plug" } as const;
    return this.#work.begin(order, async () => ({ ...(await this.#driver.disks.detach(instance, options)) }));
  }

  async resize(
    caller: Caller,
    { instance, ...options }: z.output<typeof resizeDiskInput>,
  ): Promise<InstanceDetail> {
    return await this.#change({ kind: "disk.resize", caller, instance, part: options.disk }, () =>
      this.#driver.disks.resize(instance, options),
    );
  }

  async changeMedium(
    caller: Caller,
    { instance, ...options }: z.output<typeof changeMediumInput>,
  ): Promise<InstanceDetail> {
    return await this.#change({ kind: "disk.change", caller, instance, part: options.disk }, () =>
      this.#driver.disks.changeMedium(instance, options),
    );
  }

  async limit(
    caller: Caller,
    { instance, ...options }: z.output<typeof limitDiskInput>,
  ): Promise<InstanceDetail> {
    return await this.#change({ kind: "disk.limit", caller, instance, part: options.disk }, () =>
      this.#driver.disks.limit(instance, options),
    );
  }

  async backup(caller: Caller, { instance, targets }: z.output<typeof backupDisksInput>): Promise<Operation> {
    const part = targets.map(({ disk }) => disk).join(", ");
    return this.#work.begin({ kind: "disk.backup", caller, instance, part, verb: "backup" }, (context) =>
      this.#driver.disks.backup(instance, targets, context),
    );
  }

  /** Does what waits for nobody. */
  async #change(order: Omit<Order, "verb">, work: () => Promise<void>): Promise<InstanceDetail> {
    await this.#work.perform({ ...order, verb: "plug" }, work);
    return await this.#driver.get(order.instance);
  }
}
