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
import type { LocalWork } from "./local-work.ts";

/** The network interfaces of this machine's instances. */
export class LocalNics implements HostNics {
  readonly #driver: Hypervisor;
  readonly #work: LocalWork;

  constructor(driver: Hypervisor, work: LocalWork) {
    this.#driver = driver;
    this.#work = work;
  }

  async attach(
    _: Caller,
    input: z.output<typeof attachNicInput>,
  ): Promise<{ instance: InstanceDetail; nic: AttachedNic }> {
    const nic = await this.#driver.nics.attach(input.instance, input.nic);
    return { instance: await this.#driver.get(input.instance), nic };
  }

  async detach(
    caller: Caller,
    { instance, ...options }: z.output<typeof detachNicInput>,
  ): Promise<Operation> {
    return this.#work.begin({ kind: "nic.detach", caller, instance, verb: "plug" }, () =>
      this.#driver.nics.detach(instance, options),
    );
  }

  async setLink(_: Caller, { instance, ...options }: z.output<typeof linkNicInput>): Promise<InstanceDetail> {
    await this.#driver.nics.setLink(instance, options);
    return await this.#driver.get(instance);
  }

  async limit(_: Caller, { instance, ...options }: z.output<typeof limitNicInput>): Promise<InstanceDetail> {
    await this.#driver.nics.limit(instance, options);
    return await this.#driver.get(instance);
  }
}
