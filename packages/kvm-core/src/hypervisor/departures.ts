import type { Duplex } from "node:stream";
import {
  type HostServices,
  type Instance,
  markHandedOver,
  type OperationContext,
  silentContext,
} from "../instance/index.ts";
import {
  migrateInstance,
  moveHere,
  NotRetired,
  ownHost,
  planMigration,
  planMigrations,
  recoverMigration,
} from "../migration/index.ts";
import { GantryError } from "../model/error.ts";
import type { Forecast, MigrationOptions, MigrationPlan, MigrationResult } from "../model/migration.ts";
import type { CheckablePeer, MigrationPeer } from "../model/migration-peer.ts";
import type { InstanceTable } from "./instance-table.ts";

/** Where a migration goes and how. */
export interface MigrationRequest {
  /** The target; without one it is a new QEMU process of this host. */
  readonly peer?: MigrationPeer<Duplex> | undefined;
  readonly options: MigrationOptions;
  readonly context?: OperationContext;
}

/** What recovery found out about one instance. `nothing`: no migration of it was left. */
export interface RecoveredInstance {
  readonly name: string;
  readonly outcome: "nothing" | "stayed" | "moved";
  /** Its memory was lost by post-copy. */
  readonly lost?: GantryError;
}

/** A forecast older than this says nothing of the guest as it is now. */
const goodForMs = 600_000;

interface Foretold {
  /** By the clock of `performance.now()`. */
  readonly at: number;
  readonly forecast: Forecast;
}

/** Whom to ask what a migration would meet. */
interface Prospect {
  /** Without one: this host, for a new QEMU process. */
  readonly peer?: CheckablePeer | undefined;
  readonly options: MigrationOptions;
}

/** The same of several at once. */
export interface Prospects {
  readonly peers: readonly CheckablePeer[];
  readonly options: MigrationOptions;
}

function keyOf({ peer, options }: Prospect): string {
  return JSON.stringify([peer?.host ?? null, options]);
}

/** Instances on their way to another host: what would come of it, the move itself, and finishing what was left. */
export class Departures {
  readonly #table: InstanceTable;
  readonly #log: HostServices["log"];
  /** What was last foretold of each, by target and options, for the result of the migration that may follow. */
  readonly #foretold = new WeakMap<Instance, Map<string, Foretold>>();
  /** Known to have no migration that was left unfinished. */
  readonly #settled = new WeakSet<Instance>();

  constructor(table: InstanceTable, log: HostServices["log"]) {
    this.#table = table;
    this.#log = log;
  }

  async plan(reference: string, request: Prospect): Promise<MigrationPlan> {
    const instance = this.#table.get(reference);
    const { peer = ownHost(instance), options } = request;
    const plan = await planMigration(instance, { peer, options });
    this.#remember(instance, keyOf(request), plan.forecast);
    return plan;
  }

  async planAll(reference: string, { peers, options }: Prospects): Promise<MigrationPlan[]> {
    const instance = this.#table.get(reference);
    const plans = await planMigrations(instance, { peers, options });
    for (const [index, peer] of peers.entries()) {
      const plan = plans[index];
      if (plan !== undefined) this.#remember(instance, keyOf({ peer, options }), plan.forecast);
    }
    return plans;
  }

  async migrate(
    reference: string,
    { context = silentContext(), ...how }: MigrationRequest,
  ): Promise<MigrationResult> {
    const instance = this.#table.get(reference);
    this.#settled.delete(instance);
    const forecast = this.#forecastFor(instance, how);
    const { peer, options } = how;
    if (peer === undefined) return await moveHere(instance, { options, context, forecast });
    const { result, lost } = await this.#mayLeave(instance, (onLeft) =>
      migrateInstance(instance, { peer, options, context, onLeft, forecast }),
    ).catch((error: unknown) => {
      if (!(error instanceof NotRetired)) throw error;
      // An agent that ends leaves the operation to the next one.
      if (instance.services.lifetime.aborted) throw error.cause;
      instance.observe("unknown", `It is on ${peer.host}; what it left here is removed later.`);
      this.#log("warn", `${instance.name}: what it left here is removed later`, {
        error: GantryError.from(error.cause).message,
      });
      return error.migrated;
    });
    if (lost !== undefined) throw lost;
    return result;
  }

  /**
   * Only instances are asked about of which that is not known yet: the others cost nothing, however often it is called.
   *
   * @returns what was found out now.
   */
  async recover(peerOf: (host: string) => MigrationPeer<Duplex> | undefined): Promise<RecoveredInstance[]> {
    const known: RecoveredInstance[] = [];
    for (const instance of this.#table.all()) {
      if (instance.lock.holder !== undefined || this.#settled.has(instance)) continue;
      try {
        let lost: GantryError | undefined;
        const onLost = (error: GantryError) => (lost = error);
        const found = await this.#mayLeave(instance, (onLeft) =>
          recoverMigration(instance, { peerOf, onLeft, onLost }),
        );
        if (found === "waiting") await markHandedOver(instance);
        else known.push({ name: instance.name, outcome: found, ...(lost && { lost }) });
        if (found === "stayed" || found === "nothing") this.#settled.add(instance);
      } catch (error) {
        this.#log("warn", `${instance.name}: its migration could not be finished yet`, {
          error: GantryError.from(error).message,
        });
      }
    }
    return known;
  }

  #forecastFor(instance: Instance, request: Prospect): Forecast | undefined {
    const foretold = this.#foretold.get(instance)?.get(keyOf(request));
    if (foretold === undefined) return undefined;
    return performance.now() - foretold.at < goodForMs ? foretold.forecast : undefined;
  }

  #remember(instance: Instance, how: string, forecast: Forecast): void {
    const now = performance.now();
    const still = [...(this.#foretold.get(instance) ?? [])].filter(([, { at }]) => now - at < goodForMs);
    this.#foretold.set(instance, new Map([...still, [how, { at: now, forecast }]]));
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
