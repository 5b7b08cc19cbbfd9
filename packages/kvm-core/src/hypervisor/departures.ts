import type { Duplex } from "node:stream";
import { type HostServices, type Instance, type OperationContext, silentContext } from "../instance/index.ts";
import { migrateInstance, planMigration, recoverMigration } from "../migration/index.ts";
import { GantryError } from "../model/error.ts";
import type { MigrationOptions, MigrationPlan, MigrationResult } from "../model/migration.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import type { InstanceTable } from "./instance-table.ts";

/** Where a migration goes and how. */
export interface MigrationRequest {
  readonly peer: MigrationPeer<Duplex>;
  readonly options: MigrationOptions;
  readonly context?: OperationContext;
}

/** Instances on their way to another host: what would come of it, the move itself, and finishing what was left. */
export class Departures {
  readonly #table: InstanceTable;
  readonly #log: HostServices["log"];
  /** Known to have no migration that was left unfinished. */
  readonly #settled = new WeakSet<Instance>();

  constructor(table: InstanceTable, log: HostServices["log"]) {
    this.#table = table;
    this.#log = log;
  }

  async plan(reference: string, request: Omit<MigrationRequest, "context">): Promise<MigrationPlan> {
    return await planMigration(this.#table.get(reference), request);
  }

  async migrate(
    reference: string,
    { context = silentContext(), ...how }: MigrationRequest,
  ): Promise<MigrationResult> {
    const instance = this.#table.get(reference);
    this.#settled.delete(instance);
    return await this.#mayLeave(instance, (onLeft) => migrateInstance(instance, { ...how, context, onLeft }));
  }

  /** Only instances are asked about of which that is not known yet: the others cost nothing, however often it is called. */
  async recover(peerOf: (host: string) => MigrationPeer<Duplex> | undefined): Promise<void> {
    for (const instance of this.#table.all()) {
      if (instance.lock.holder !== undefined || this.#settled.has(instance)) continue;
      try {
        const found = await this.#mayLeave(instance, (onLeft) =>
          recoverMigration(instance, { peerOf, onLeft }),
        );
        if (found === "settled") this.#settled.add(instance);
      } catch (error) {
        this.#log("warn", `${instance.name}: its migration could not be finished yet`, {
          error: GantryError.from(error).message,
        });
      }
    }
  }

  /** When `act` lets the instance leave and fails then, it is here again, to be let go once more by recovery. */
  async #mayLeave<Result>(instance: Instance, act: (onLeft: () => void) => Promise<Result>): Promise<Result> {
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    let hasLeft = false;
    const closePorts = async () => {
      for (const port of instance.ports) await port[Symbol.asyncDispose]();
    };
    try {
      const result = await act(() => {
        hasLeft = true;
        this.#table.leave(instance, gone);
      });
      if (hasLeft) await closePorts();
      return result;
    } catch (error) {
      if (instance.services.lifetime.aborted) await closePorts();
      else if (hasLeft) this.#table.add(instance);
      throw error;
    } finally {
      resolve();
    }
  }
}
