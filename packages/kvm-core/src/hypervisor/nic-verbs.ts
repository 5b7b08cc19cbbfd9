import { attachNic } from "../instance/nics/attach-nic.ts";
import { type DetachedNic, type DetachOptions, detachNic } from "../instance/nics/detach-nic.ts";
import { limitNic } from "../instance/nics/limit-nic.ts";
import { setNicLink } from "../instance/nics/set-nic-link.ts";
import type { AttachedNic } from "../model/nic-api.ts";
import type { NicLink, NicRate, NicSpecInput } from "../model/nic-spec.ts";
import type { InstanceTable } from "./instance-table.ts";

/**
 * Verbs on the network interfaces of an instance, running or not. Instances are named by name or uuid, interfaces by MAC
 * or by the name that `get` shows, such as `nic-0`. What is changed is kept in the spec.
 */
export class NicVerbs {
  readonly #table: InstanceTable;

  constructor(table: InstanceTable) {
    this.#table = table;
  }

  /** Plugs an interface in. See `attachNic` for what it throws; nothing is left of one that could not be. */
  async attach(reference: string, nic: NicSpecInput): Promise<AttachedNic> {
    return await attachNic(this.#table.get(reference), nic);
  }

  /**
   * Unplugs an interface, once the guest has let it go. Answers what {@link attach} takes to have it back.
   *
   * @throws GantryError `timed_out` when it does not in time; it is removed when the guest does.
   */
  async detach(reference: string, options: DetachOptions): Promise<DetachedNic> {
    return await detachNic(this.#table.get(reference), options);
  }

  /** Puts the cable in or pulls it. */
  async setLink(reference: string, options: { readonly nic: string; readonly link: NicLink }): Promise<void> {
    await setNicLink(this.#table.get(reference), options);
  }

  /** Limits what an interface on a bridge carries; without `rate`, or in a direction it leaves out, nothing is limited. */
  async limit(
    reference: string,
    options: { readonly nic: string; readonly rate?: NicRate | undefined },
  ): Promise<void> {
    await limitNic(this.#table.get(reference), options);
  }
}
