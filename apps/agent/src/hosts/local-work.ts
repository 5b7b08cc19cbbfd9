import type { Hypervisor } from "@gantry/kvm-core";
import {
  GantryError,
  type InstanceSummary,
  type InstanceVerb,
  type Operation,
  whyNot,
} from "@gantry/kvm-core/model";
import type { Caller } from "../auth/caller.ts";
import type { Operations, Work } from "../operations/operations.ts";

/** Long work on one instance of this host. */
export interface Order {
  readonly kind: Operation["kind"];
  readonly caller: Caller;
  /** By name or uuid. */
  readonly instance: string;
  /** Refused at once when the present state does not allow it. The driver decides again under its lock. */
  readonly verb: InstanceVerb;
}

/** How the own host's verbs come to be operations, and what is refused before they do. */
export class LocalWork {
  readonly #driver: Hypervisor;
  readonly #operations: Operations;

  constructor({ driver, operations }: { readonly driver: Hypervisor; readonly operations: Operations }) {
    this.#driver = driver;
    this.#operations = operations;
  }

  /** Begins long work and answers at once. @throws GantryError `not_found`, `wrong_state`. */
  begin({ kind, caller, instance, verb }: Order, work: Work): Operation {
    const { name } = this.#allowed(verb, instance);
    return this.record({ kind, caller, instance: name }, work);
  }

  /** The same for what was decided already. */
  record(about: { kind: Operation["kind"]; caller: Caller; instance: string }, work: Work): Operation {
    const { kind, instance, caller } = about;
    return this.#operations.begin({ kind, instance, actor: caller.name }, work);
  }

  /** @throws GantryError `not_found`. */
  summary(instance: string): InstanceSummary {
    const found = this.#driver.list().find(({ name, uuid }) => name === instance || uuid === instance);
    if (found !== undefined) return found;
    throw new GantryError("not_found", {
      message: `There is no instance ${instance} on ${this.#driver.host}.`,
      hint: "`instances.list` shows those there are.",
    });
  }

  #allowed(verb: InstanceVerb, instance: string): InstanceSummary {
    const summary = this.summary(instance);
    const why = whyNot(verb, summary.state);
    if (why === undefined) return summary;
    throw new GantryError("wrong_state", {
      message: `${summary.name}: ${why}`,
      where: `${summary.name} is ${summary.state} on ${this.#driver.host}.`,
      hint: "Look at its present state; the list shows it.",
      details: { state: summary.state, verb },
    });
  }
}
