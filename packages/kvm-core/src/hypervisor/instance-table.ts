import type { Instance } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { InstanceSummary } from "../model/instance.ts";

/** The instances of this host, by uuid and by name. */
export class InstanceTable {
  readonly #byUuid = new Map<string, Instance>();
  /** Names of instances that are being created: taken, but not yet to be seen. */
  readonly #reserved = new Set<string>();

  add(instance: Instance): void {
    this.#byUuid.set(instance.uuid, instance);
    instance.listed = true;
    instance.publish();
  }

  remove(instance: Instance): void {
    this.#byUuid.delete(instance.uuid);
    instance.listed = false;
    const { name, uuid, services } = instance;
    services.hub.publish({ type: "removed", name, uuid, host: services.host });
  }

  find(reference: string): Instance | undefined {
    return this.#byUuid.get(reference) ?? this.all().find(({ name }) => name === reference);
  }

  /** @throws GantryError `not_found`. */
  get(reference: string): Instance {
    const found = this.find(reference);
    if (found !== undefined) return found;
    throw new GantryError("not_found", {
      message: `There is no instance ${reference} here.`,
      hint: "Look at the list of instances; names are lower case.",
      details: { instance: reference },
    });
  }

  all(): Instance[] {
    return [...this.#byUuid.values()];
  }

  summaries(): InstanceSummary[] {
    return this.all()
      .map((instance) => instance.summary())
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Keeps a name for an instance that is being made. @throws GantryError `name_taken`. */
  reserve(name: string): Disposable {
    if (this.#reserved.has(name) || this.find(name) !== undefined) {
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
