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
  /** The disk, interface or snapshot that it is about. */
  readonly part?: string;
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
  begin({ verb, instance, ...about }: Order, work: Work): Operation {
    const { name } = this.#allowed(verb, instance);
    return this.record({ ...about, instance: name }, work);
  }

  /** The same for what was decided already. */
  record({ caller, ...about }: Omit<Order, "verb">, work: Work): Operation {
    return this.#operations.begin({ ...about, actor: caller.name }, work);
  }

  /**
   * Short work that is an operation too, so that everyone sees it and it is remembered. Answers when it has ended.
   *
   * @throws GantryError `not_found`, `wrong_state`; the work's own.
   */
  async perform<Result>(order: Order, work: () => Promise<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.begin(order, async () => {
      try {
        resolve(await work());
      } catch (error) {
        reject(error);
        throw error;
      }
    });
    return await promise;
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
