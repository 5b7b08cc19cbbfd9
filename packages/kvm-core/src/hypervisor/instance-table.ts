import type { Instance } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { InstanceSummary } from "../model/instance.ts";
import type { DamagedInstance } from "./damaged-instance.ts";

/** The instances of this host, by uuid and by name. */
export class InstanceTable {
  readonly #byUuid = new Map<string, Instance>();
  /** Names of instances that are being created: taken, but not yet to be seen. */
  readonly #reserved = new Set<string>();

  readonly #leaving = new Map<string, Promise<void>>();

  /** Those whose files are damaged, by uuid: they can be seen, and nothing else. */
  readonly #damaged = new Map<string, DamagedInstance>();

  /** Shows an instance whose file is damaged, for as long as this host is open. */
  addDamaged(instance: DamagedInstance): void {
    this.#damaged.set(instance.summary.uuid, instance);
  }

  damaged(): DamagedInstance[] {
    return [...this.#damaged.values()];
  }

  /** Nobody finds it here from now on; until `gone` resolves, something of it is still here. */
  leave(instance: Instance, gone: Promise<void>): void {
    this.remove(instance);
    this.#leaving.set(instance.uuid, gone);
    void gone.then(() => this.#leaving.delete(instance.uuid));
  }

  /** Resolves once nothing is here any more of an instance that leaves. */
  async left(uuid: string): Promise<void> {
    await this.#leaving.get(uuid);
  }

  add(instance: Instance): void {
    this.#byUuid.set(instance.uuid, instance);
    instance.listed = true;
    instance.services.listed.add(instance);
    instance.publish();
  }

  remove(instance: Instance): void {
    this.#byUuid.delete(instance.uuid);
    instance.listed = false;
    instance.services.listed.delete(instance);
    const { name, uuid, services } = instance;
    services.hub.publish({ type: "removed", name, uuid, host: services.host });
  }

  find(reference: string): Instance | undefined {
    return this.#byUuid.get(reference) ?? this.all().find(({ name }) => name === reference);
  }

  /** @throws GantryError `not_found`, or `state_damaged` when its file is. */
  get(reference: string): Instance {
    const found = this.find(reference);
    if (found !== undefined) return found;
    const damaged = this.damaged().find(({ summary: { name, uuid } }) => [name, uuid].includes(reference));
    if (damaged !== undefined) throw damaged.error;
    throw new GantryError("not_found", {
      message: `There is no instance ${reference} here.`,
      hint: "Look at the list of instances; names are lower case.",
      details: { instance: reference },
    });
  }

  /** Lets go of every process; they run on without this agent. */
  async release(): Promise<void> {
    for (const instance of this.all()) {
      instance.live?.release();
      for (const port of instance.ports) await port[Symbol.asyncDispose]();
    }
  }

  all(): Instance[] {
    return [...this.#byUuid.values()];
  }

  summaries(): InstanceSummary[] {
    return [...this.all(), ...this.damaged().map(({ summary }) => ({ summary: () => summary }))]
      .map((instance) => instance.summary())
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Keeps a name for an instance that is being made. @throws GantryError `name_taken`. */
  reserve(name: string): Disposable {
    const isDamaged = this.damaged().some(({ summary }) => summary.name === name);
    if (this.#reserved.has(name) || isDamaged || this.find(name) !== undefined) {
      throw new GantryError("name_taken", {
        message: `There is already an instance named ${name}.`,
        hint: "Choose another name.",
        details: { path: "name", name },
      });
    }
    this.#reserved.add(name);
    return { [Symbol.dispose]: () => this.#reserved.delete(name) };
  }
}
