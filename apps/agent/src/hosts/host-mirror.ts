import type { HostSummary, InstanceSummary, Operation } from "@gantry/kvm-core/model";
import { feed } from "./feed.ts";
import type { HostEvent } from "./host-event.ts";
import { Subscribers } from "./subscribers.ts";

/** Operations remembered of one host; the oldest are forgotten first. */
const maxOperations = 500;

/** See {@link HostSummary}. */
export type KnownOfHost = Pick<HostSummary, "address" | "fingerprint" | "maintenance">;

/**
 * What is known of one host right now, in memory, so that a list never waits for anybody. The own host's is fed by the
 * driver, a peer's by its agent; all that differs is who calls {@link apply}.
 */
export class HostMirror {
  readonly name: string;
  readonly #instances = new Map<string, InstanceSummary>();
  readonly #operations = new Map<string, Operation>();
  readonly #events = new Subscribers<HostEvent>();
  readonly #known: () => KnownOfHost;
  #host: HostSummary;

  /** @param known what this agent knows of the host by itself: nothing that the host says changes it. */
  constructor({
    name,
    self,
    known = () => ({}),
  }: {
    readonly name: string;
    readonly self: boolean;
    readonly known?: () => KnownOfHost;
  }) {
    this.name = name;
    this.#known = known;
    this.#host = {
      name,
      self,
      instances: 0,
      ...(self ? { status: "online" } : { status: "offline", reason: `${name} has not answered yet.` }),
    };
  }

  get host(): HostSummary {
    return { ...this.#host, ...this.#known(), instances: this.#instances.size };
  }

  get online(): boolean {
    return this.#host.status === "online";
  }

  instances(): InstanceSummary[] {
    return [...this.#instances.values()];
  }

  /** By uuid. */
  instance(uuid: string): InstanceSummary | undefined {
    return this.#instances.get(uuid);
  }

  operations(): Operation[] {
    return [...this.#operations.values()];
  }

  operation(id: string): Operation | undefined {
    return this.#operations.get(id);
  }

  /** Takes news in. Whatever a peer says, it speaks only of its own host. */
  apply(event: HostEvent): void {
    switch (event.type) {
      case "snapshot":
        this.#replace(event);
        break;
      case "changed":
        this.#setInstance(event.instance);
        break;
      case "removed":
        this.#removeInstance(event.uuid);
        break;
      case "host":
        this.#setHost(event.host);
        break;
      case "operation":
        this.#setOperation(event.operation);
        break;
    }
  }

  /** An operation that a call has just begun: whoever asks for it next must not be faster than the host's own news. */
  begun(operation: Operation): void {
    if (!this.#operations.has(operation.id)) this.#setOperation(operation);
  }

  /** The host does not answer: what its instances do is not known, which is not the same as stopped. */
  lost(reason: string): void {
    this.#host = { ...this.#host, status: "offline", reason };
    this.#events.tell({ type: "host", host: this.host });
    const since = new Date().toISOString();
    for (const instance of this.#instances.values()) {
      if (instance.state !== "unknown") this.#setInstance({ ...instance, state: "unknown", since, reason });
    }
  }

  onEvent(listener: (event: HostEvent) => void): Disposable {
    return this.#events.add(listener);
  }

  /** Everything, then each change. */
  watch(signal: AbortSignal): AsyncIterable<HostEvent> {
    const snapshot = (): HostEvent => ({
      type: "snapshot",
      host: this.host,
      instances: this.instances(),
      operations: this.operations(),
    });
    return feed({ snapshot, subscribe: (listener) => this.onEvent(listener), signal });
  }

  #replace({ host, instances, operations }: Extract<HostEvent, { type: "snapshot" }>): void {
    const present = new Set(instances.map(({ uuid }) => uuid));
    for (const uuid of this.#instances.keys()) if (!present.has(uuid)) this.#removeInstance(uuid);
    this.#setHost(host);
    for (const instance of instances) this.#setInstance(instance);
    for (const operation of operations) this.#setOperation(operation);
  }

  #setInstance(told: InstanceSummary): void {
    const instance = { ...told, host: this.name };
    this.#instances.set(instance.uuid, instance);
    this.#events.tell({ type: "changed", instance });
  }

  #removeInstance(uuid: string): void {
    const instance = this.#instances.get(uuid);
    if (instance === undefined) return;
    this.#instances.delete(uuid);
    this.#events.tell({ type: "removed", name: instance.name, uuid, host: this.name });
  }

  #setHost(told: HostSummary): void {
    const { reason: _, address: _address, fingerprint: _fingerprint, ...rest } = told;
    const lastSeen = new Date().toISOString();
    this.#host = { ...rest, name: this.name, self: this.#host.self, status: "online", lastSeen };
    this.#events.tell({ type: "host", host: this.host });
  }

  #setOperation(told: Operation): void {
    const operation = { ...told, host: this.name };
    this.#operations.set(operation.id, operation);
    const oldest = this.#operations.keys().next().value;
    if (this.#operations.size > maxOperations && oldest !== undefined) this.#operations.delete(oldest);
    this.#events.tell({ type: "operation", operation });
  }
}
