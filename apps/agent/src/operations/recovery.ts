import type { Duplex } from "node:stream";
import type { Hypervisor, RecoveredInstance } from "@gantry/kvm-core";
import {
  type Doubt,
  GantryError,
  judgeEvidence,
  type MigrationPeer,
  type Operation,
} from "@gantry/kvm-core/model";
import type { Operations } from "./operations.ts";
import { calledOff, movedOn, takenOver, undecided } from "./recovery-words.ts";

/**
 * Finishes what was left of migrations, at the agent's start, from time to time, and when somebody asks; and tells the
 * operations of them how they ended.
 */
export class Recovery {
  readonly #driver: Hypervisor;
  readonly #operations: Operations;
  readonly #peerOf: (host: string) => MigrationPeer<Duplex> | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: {
    readonly driver: Hypervisor;
    readonly operations: Operations;
    readonly peerOf: (host: string) => MigrationPeer<Duplex> | undefined;
  }) {
    this.#driver = parts.driver;
    this.#operations = parts.operations;
    this.#peerOf = parts.peerOf;
  }

  /** One look at a time: who comes while one is under way waits for its end. */
  look(): Promise<void> {
    this.#running ??= this.#look().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** A person has decided that this host goes on with an instance. @throws GantryError `wrong_state` and others */
  async takeOver(instance: string, actor: string): Promise<void> {
    await this.#running?.catch(() => undefined);
    await this.#driver.repair.takeOver(instance, this.#peerOf);
    const { name } = await this.#driver.get(instance);
    const error = takenOver({ name, host: this.#driver.host, actor });
    const operation = this.#operations.unsettledMigrations().find((one) => one.instance === name);
    if (operation !== undefined)
      this.#operations.settle(operation, { status: "failed", error: error.toBody() });
  }

  async #look(): Promise<void> {
    const known = await this.#driver.recover(this.#peerOf);
    const outcomes = new Map(known.map((recovered) => [recovered.name, recovered]));
    const seen = new Set<string>();
    for (const operation of this.#operations.unsettledMigrations()) {
      // Of several of one instance, the newest is the one that was left.
      if (seen.has(operation.instance)) continue;
      seen.add(operation.instance);
      await this.#tell(operation, outcomes.get(operation.instance));
    }
  }

  async #tell(operation: Operation, { outcome, lost }: Partial<RecoveredInstance> = {}): Promise<void> {
    const { host } = this.#driver;
    const name = operation.instance;
    if (lost !== undefined)
      return this.#operations.settle(operation, { status: "failed", error: lost.toBody() });
    if (outcome === "moved" || !this.#driver.has(name))
      return this.#operations.settle(operation, movedOn(operation));
    if (outcome !== undefined) {
      const { state } = await this.#driver.get(name);
      const error = calledOff({ operation, host, state }).toBody();
      return this.#operations.settle(operation, { status: "failed", error });
    }
    const doubt = await this.#doubtOf(name);
    // Nothing is in doubt while both hosts answer: they are at it.
    if (doubt === undefined || operation.error?.details["reason"] === doubt.reason) return;
    this.#operations.settle(operation, { status: "in-doubt", error: undecided(doubt).toBody() });
  }

  /** Whoever did not settle it just now did not answer. */
  async #doubtOf(name: string): Promise<Doubt | undefined> {
    const own = await this.#driver.repair.examine(name).catch((error: unknown) => GantryError.from(error));
    if (own instanceof GantryError) return undefined;
    return judgeEvidence(name, [{ host: own.host, answers: true, own }]);
  }
}
