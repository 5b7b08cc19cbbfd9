import { GantryError } from "../model/error.ts";
import type { InstanceSummary } from "../model/instance.ts";
import { type InstanceState, type InstanceVerb, isAllowed, whyNot } from "../model/state.ts";
import type { SerialPort } from "../serial/index.ts";
import type { RuntimeFile, StoredInstance } from "../state-dir/index.ts";
import { InstanceLock } from "./instance-lock.ts";
import type { LiveQemu } from "./live-qemu.ts";
import type { HostServices } from "./services.ts";

/** A state that a verb imposes while it works; it hides what QEMU says in between. */
export interface Transition {
  readonly state: "starting" | "stopping" | "migrating";
  readonly migratingTo?: string;
}

/** One instance as this host knows it: what is stored, what runs, what is observed. The verbs change it from outside. */
export class Instance {
  readonly services: HostServices;
  readonly lock = new InstanceLock();
  ports: readonly SerialPort[];
  stored: StoredInstance;
  live: LiveQemu | undefined;
  /** A process that lives and that no monitor reaches any more, because its socket was removed. */
  outOfReach: RuntimeFile | undefined;
  /** Whether it is in the host's table, where everybody finds it. */
  listed = false;
  /** Set while a soft reboot waits for the guest to shut down: then its shutdown is not the end. */
  rebooting = false;
  /** Set while a guest is asked to shut down: then even a crash is an end that was wanted. */
  stopWanted: "for good" | "until the host is back" | undefined;
  #observed: { state: InstanceState; since: string; reason: string | undefined };
  #transition: Transition | undefined;

  constructor(services: HostServices, stored: StoredInstance, ports: readonly SerialPort[]) {
    this.services = services;
    this.stored = stored;
    this.ports = ports;
    this.#observed = {
      state: stored.lastExit?.state ?? "stopped",
      since: stored.lastExit?.at ?? stored.createdAt,
      reason: stored.lastExit?.reason,
    };
  }

  get name(): string {
    return this.stored.spec.name;
  }

  get uuid(): string {
    return this.stored.uuid;
  }

  get state(): InstanceState {
    if (this.#transition !== undefined) return this.#transition.state;
    return this.live?.silentSince === undefined ? this.#observed.state : "unresponsive";
  }

  /** What was last seen, whatever a verb imposes meanwhile. */
  get observedState(): InstanceState {
    return this.#observed.state;
  }

  /** Records what was seen, since when (now, if not said), and tells the watchers if it is news. */
  observe(state: InstanceState, reason?: string, since: string = new Date().toISOString()): void {
    if (this.#observed.state === state && this.#observed.reason === reason) return;
    this.#observed = { state, since, reason };
    this.publish();
  }

  /** Whether a verb imposes a state now. */
  get isInTransition(): boolean {
    return this.#transition !== undefined;
  }

  /** Shows `transition` until disposed; what is observed meanwhile comes to light then. */
  enter(transition: Transition): Disposable {
    this.#transition = transition;
    this.publish();
    return {
      [Symbol.dispose]: () => {
        this.#transition = undefined;
        this.publish();
      },
    };
  }

  /** Tells the watchers how it is now; nobody hears of an instance that cannot be asked for yet. */
  publish(): void {
    if (!this.listed) return;
    this.services.hub.publish({ type: "changed", instance: this.summary() });
  }

  summary(): InstanceSummary {
    const { spec, uuid } = this.stored;
    const { since, reason } = this.#shown();
    const migratingTo = this.#transition?.migratingTo;
    return {
      name: spec.name,
      uuid,
      host: this.services.host,
      state: this.state,
      cpus: spec.cpus,
      memoryMiB: spec.memoryMiB,
      since,
      ...(reason === undefined ? {} : { reason }),
      ...(migratingTo === undefined ? {} : { migratingTo }),
    };
  }

  /** What is observed, unless QEMU is silent: then what was observed last may be true no more. */
  #shown(): { readonly since: string; readonly reason: string | undefined } {
    const { live } = this;
    if (live?.silentSince === undefined) return this.#observed;
    return {
      since: live.silentSince,
      reason: `QEMU process ${live.identity.pid} has not answered since ${live.silentSince}; it was ${this.#observed.state}. Force stop is possible.`,
    };
  }

  /** @throws GantryError `wrong_state` when the table of states does not allow the verb now. */
  assertAllowed(verb: InstanceVerb): void {
    if (isAllowed(verb, this.state)) return;
    throw new GantryError("wrong_state", {
      message: `${this.name} is ${this.state}. ${whyNot(verb, this.state) ?? ""}`.trim(),
      hint: "Look at its present state and choose what fits.",
      where: this.where(),
      details: { state: this.state, verb },
    });
  }

  /** The running process. @throws GantryError `wrong_state` when there is none. */
  get running(): LiveQemu {
    if (this.live !== undefined) return this.live;
    throw new GantryError("wrong_state", {
      message: `${this.name} has no QEMU process now.`,
      hint: "Start it first.",
      where: this.where(),
    });
  }

  /** One sentence: where the guest is now. */
  where(): string {
    return this.live === undefined
      ? `${this.name} is not running.`
      : `${this.name} is on ${this.services.host}, ${this.state}.`;
  }
}
