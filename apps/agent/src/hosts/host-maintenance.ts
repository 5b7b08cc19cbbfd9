import type {
  evacuateInput,
  EvacuationOptions,
  EvacuationPlan,
  Maintenance,
  MaintenanceInput,
  Operation,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";

/** Verbs on a host as a whole: its maintenance, and emptying it. */
export interface HostMaintenance {
  /** @returns the maintenance as it is then; undefined when it has ended. */
  set(caller: Caller, input: MaintenanceInput): Promise<Maintenance | undefined>;
  /** What emptying the host would do. Asks every other host; changes nothing. */
  plan(caller: Caller, options: EvacuationOptions): Promise<EvacuationPlan>;
  /** @throws GantryError `busy` while the host is being emptied already, `invalid_input` */
  evacuate(caller: Caller, input: z.output<typeof evacuateInput>): Promise<Operation>;
}
