import {
  type evacuateInput,
  type EvacuationOptions,
  type EvacuationPlan,
  type EvacuationRow,
  type Finding,
  GantryError,
  isEnded,
  type Maintenance,
  type MaintenanceInput,
  type Operation,
} from "@gantry/kvm-core/model";
import type { MaintenanceTable } from "@gantry/store";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import { evacuate } from "../evacuation/evacuation.ts";
import { assertNamesKnown, type FactSources, gatherFacts } from "../evacuation/gather-facts.ts";
import { planEvacuation } from "../evacuation/plan-evacuation.ts";
import type { Operations } from "../operations/operations.ts";
import type { HostMaintenance } from "./host-maintenance.ts";

/** What the maintenance of this host is made of. */
export interface LocalMaintenanceParts {
  readonly table: MaintenanceTable;
  readonly operations: Operations;
  /** Whom to ask for a plan, in the name of whoever wants it. */
  readonly sources: (caller: Caller) => FactSources;
  /** Told of each change. */
  readonly onChange: () => void;
  readonly move: (caller: Caller, row: EvacuationRow, options: EvacuationOptions) => Promise<Operation>;
  readonly shutDown: (caller: Caller, row: EvacuationRow, options: EvacuationOptions) => Promise<Operation>;
}

/** The maintenance of this machine. */
export class LocalMaintenance implements HostMaintenance {
  readonly #host: string;
  readonly #parts: LocalMaintenanceParts;
  /** The newest evacuation. Those that a former agent began have ended with it. */
  #evacuation: string | undefined;

  constructor(host: string, parts: LocalMaintenanceParts) {
    this.#host = host;
    this.#parts = parts;
  }

  async set(caller: Caller, { on, reason }: MaintenanceInput): Promise<Maintenance | undefined> {
    const { table, onChange } = this.#parts;
    const present = table.present();
    if (!on) table.end();
    else if (present === undefined || reason !== undefined) {
      // Said anew, it lasts since it began.
      const since = present?.since ?? new Date().toISOString();
      table.save({ since, by: caller.name, ...(reason !== undefined && reason !== "" && { reason }) });
    }
    onChange();
    return table.present();
  }

  async plan(caller: Caller, options: EvacuationOptions): Promise<EvacuationPlan> {
    return planEvacuation(await gatherFacts(this.#parts.sources(caller), options), options);
  }

  async evacuate(
    caller: Caller,
    { options, maintenance, reason }: z.output<typeof evacuateInput>,
  ): Promise<Operation> {
    const { operations, sources, move, shutDown } = this.#parts;
    assertNamesKnown(sources(caller), options);
    this.#assertNotUnderWay();
    const maintain = async () => {
      await this.set(caller, { on: true, ...(reason !== undefined && { reason }) });
    };
    const hands = {
      ...(maintenance && { maintain }),
      plan: () => this.plan(caller, options),
      begin: (row: EvacuationRow) => (row.class === "movable" ? move : shutDown)(caller, row, options),
    };
    const about = { kind: "host.evacuate", instance: "", actor: caller.name } as const;
    const operation = operations.begin(about, (context) => evacuate(hands, operations, context));
    this.#evacuation = operation.id;
    return operation;
  }

  /** What the doctor says of it. */
  findings(): Finding[] {
    const lasting = this.#parts.table.present();
    if (lasting === undefined) return [];
    const message = `${this.#host} is in maintenance since ${lastingWords(lasting)}: nothing starts or moves here.`;
    return [
      { code: "maintenance", level: "warn", message, fix: `gantry host maintenance ${this.#host} off` },
    ];
  }

  /** Refuses what would bring a guest to this host while it is in maintenance. @throws GantryError `host_maintenance` */
  assertWelcome(
    what: string,
    { evenInMaintenance = false }: { evenInMaintenance?: boolean | undefined },
  ): void {
    const lasting = this.#parts.table.present();
    if (lasting === undefined || evenInMaintenance) return;
    throw new GantryError("host_maintenance", {
      message: `${what} was refused: ${this.#host} is in maintenance since ${lastingWords(lasting)}.`,
      hint: `Use another host, end it with \`gantry host maintenance ${this.#host} off\`, or do it all the same with \`--even-in-maintenance\` (\`evenInMaintenance\`).`,
      details: { host: this.#host, maintenance: lasting },
    });
  }

  #assertNotUnderWay(): void {
    const other = this.#evacuation === undefined ? undefined : this.#parts.operations.find(this.#evacuation);
    if (other === undefined || isEnded(other)) return;
    throw new GantryError("busy", {
      message: `${this.#host} is being emptied already, by ${other.actor}.`,
      hint: `Wait for it, or cancel it: gantry operation cancel ${other.id}`,
      details: { operation: other.id },
    });
  }
}

function lastingWords({ since, by, reason }: Maintenance): string {
  return `${since}, by ${by}${reason === undefined ? "" : ` (${reason})`}`;
}
