import type { AgentPatience } from "../guest-agent/index.ts";
import { freezeGuest, inspectGuest, pingGuest, setGuestTime } from "../instance/ask-guest.ts";
import type { GuestInfo } from "../model/guest.ts";
import type { InstanceTable } from "./instance-table.ts";

/**
 * Verbs on what only the guest itself can answer, through its agent. Instances are named by name or uuid. A guest is not
 * believed: its answers are parsed and bounded, and one that never answers costs its deadline, 5 s a question if not said.
 *
 * Every verb throws GantryError `wrong_state` when the guest does not run, `guest_agent_failed` when it has no agent or
 * the agent refuses or talks nonsense, `timed_out`, `cancelled`.
 */
export class GuestVerbs {
  readonly #table: InstanceTable;

  constructor(table: InstanceTable) {
    this.#table = table;
  }

  /** Whether an agent in the guest has its channel open, from memory: kept fresh by QEMU's events. */
  hasAgent(reference: string): boolean {
    return this.#table.get(reference).live?.agent.isPresent ?? false;
  }

  /** Operating system, host name, addresses and file systems, as the guest tells them. */
  async info(reference: string, patience?: AgentPatience): Promise<GuestInfo> {
    return await inspectGuest(this.#table.get(reference), patience);
  }

  /** Resolves when the agent answers. */
  async ping(reference: string, patience?: AgentPatience): Promise<void> {
    await pingGuest(this.#table.get(reference), patience);
  }

  /** Holds the guest's file systems, written out, until what it returns is disposed. See `freezeGuest`. */
  async freeze(reference: string, patience?: AgentPatience): Promise<AsyncDisposable> {
    return await freezeGuest(this.#table.get(reference), patience);
  }

  /** Sets the guest's clock and its hardware clock; to the host's time if not said. */
  async setTime(reference: string, time: Date = new Date(), patience?: AgentPatience): Promise<void> {
    await setGuestTime(this.#table.get(reference), time, patience);
  }
}
