import type { Duplex } from "node:stream";
import {
  type HostServices,
  type Instance,
  markHandedOver,
  type OperationContext,
  silentContext,
} from "../instance/index.ts";
import { migrateInstance, planMigration, recoverMigration } from "../migration/index.ts";
import { GantryError } from "../model/error.ts";
import type { Forecast, MigrationOptions, MigrationPlan, MigrationResult } from "../model/migration.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import type { InstanceTable } from "./instance-table.ts";

/** Where a migration goes and how. */
export interface MigrationRequest {
  readonly peer: MigrationPeer<Duplex>;
  readonly options: MigrationOptions;
  readonly context?: OperationContext;
}

/** A forecast older than this says nothing of the guest as it is now. */
const goodForMs = 600_000;

interface Foretold {
  /** Of which target and options. */
  readonly how: string;
  /** By the clock of `performance.now()`. */
  readonly at: number;
  readonly forecast: Forecast;
}

function keyOf({ peer, options }: Pick<MigrationRequest, "peer" | "options">): string {
  return JSON.stringify([peer.host, options]);
}

/** Instances on their way to another host: what would come of it, the move itself, and finishing what was left. */
export class Departures {
  readonly #table: InstanceTable;
  readonly #log: HostServices["log"];
  /** What was last foretold of each, for the result of the migration that may follow. */
  readonly #foretold = new WeakMap<Instance, Foretold>();
  /** Known to have no migration that was left unfinished. */
  readonly #settled = new WeakSet<Instance>();

  constructor(table: InstanceTable, log: HostServices["log"]) {
    this.#table = table;
    this.#log = log;
  }

  async plan(reference: string, request: Omit<MigrationRequest, "context">): Promise<MigrationPlan> {
    const instance = this.#table.get(reference);
    const plan = await planMigration(instance, request);
    this.#foretold.set(instance, { how: keyOf(request), at: performance.now(), forecast: plan.forecast });
    return plan;
  }

  async migrate(
    reference: string,
    { context = silentContext(), ...how }: MigrationRequest,
  ): Promise<MigrationResult> {
    const instance = this.#table.get(reference);
    this.#settled.delete(instance);
    const forecast = this.#forecastFor(instance, how);
    return await this.#mayLeave(instance, (onLeft) =>
      migrateInstance(instance, { ...how, context, onLeft, forecast }),
    );
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
        if (found === "waiting") await markHandedOver(instance);
      } catch (error) {
        this.#log("warn", `${instance.name}: its migration could not be finished yet`, {
          error: GantryError.from(error).message,
        });
      }
    }
  }

  #forecastFor(instance: Instance, request: MigrationRequest): Forecast | undefined {
    const foretold = this.#foretold.get(instance);
    if (foretold === undefined || foretold.how !== keyOf(request)) return undefined;
    return performance.now() - foretold.at < goodForMs ? foretold.forecast : undefined;
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
