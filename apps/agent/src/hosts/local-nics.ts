import type { Hypervisor } from "@gantry/kvm-core";
import type {
  AttachedNic,
  attachNicInput,
  detachNicInput,
  InstanceDetail,
  limitNicInput,
  linkNicInput,
  Operation,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostNics } from "./host-devices.ts";
import type { LocalWork, Order } from "./local-work.ts";

/** The network interfaces of this machine's instances. */
export class LocalNics implements HostNics {
  readonly #driver: Hypervisor;
  readonly #work: LocalWork;

  constructor(driver: Hypervisor, work: LocalWork) {
    this.#driver = driver;
    this.#work = work;
  }

  async attach(
    caller: Caller,
    { instance, nic }: z.output<typeof attachNicInput>,
  ): Promise<{ instance: InstanceDetail; nic: AttachedNic }> {
    const order = { kind: "nic.attach", caller, instance, verb: "plug" } as const;
    const attached = await this.#work.perform(
      { ...order, ...(nic.mac !== undefined && { part: nic.mac }) },
      () => this.#driver.nics.attach(instance, nic),
    );
    return { instance: await this.#driver.get(instance), nic: attached };
  }

  async detach(
    caller: Caller,
    { instance, ...options }: z.output<typeof detachNicInput>,
  ): Promise<Operation> {
    const order = { kind: "nic.detach", caller, instance, part: options.nic, verb: "plug" } as const;
    return this.#work.begin(order, async () => ({ ...(await this.#driver.nics.detach(instance, options)) }));
  }

  async setLink(
    caller: Caller,
    { instance, ...options }: z.output<typeof linkNicInput>,
  ): Promise<InstanceDetail> {
    return await this.#change({ kind: "nic.link", caller, instance, part: options.nic }, () =>
      this.#driver.nics.setLink(instance, options),
    );
  }

  async limit(
    caller: Caller,
    { instance, ...options }: z.output<typeof limitNicInput>,
  ): Promise<InstanceDetail> {
    return await this.#change({ kind: "nic.limit", caller, instance, part: options.nic }, () =>
      this.#driver.nics.limit(instance, options),
    );
  }

  /** Does what waits for nobody. */
  async #change(order: Omit<Order, "verb">, work: () => Promise<void>): Promise<InstanceDetail> {
    await this.#work.perform({ ...order, verb: "plug" }, work);
    return await this.#driver.get(order.instance);
  }
}
