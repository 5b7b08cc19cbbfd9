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
import type { HostMaintenance } from "../hosts/host-maintenance.ts";
import type { PeerCalls } from "./peer-calls.ts";

/** A plan asks for every instance on every host; each takes about a second. */
const planWithinMs = 180_000;

/** Maintenance of a peer's host. The peer answers for itself: it is named, whoever else it knows. */
export class PeerMaintenance implements HostMaintenance {
  readonly #calls: PeerCalls;
  readonly #host: string;

  constructor(calls: PeerCalls, host: string) {
    this.#calls = calls;
    this.#host = host;
  }

  async set(caller: Caller, input: MaintenanceInput): Promise<Maintenance | undefined> {
    const reply = this.#calls.call(caller, (agent, options) =>
      agent.hosts.maintenance.mutate({ ...input, host: this.#host }, options),
    );
    return (await reply).maintenance;
  }

  async plan(caller: Caller, options: EvacuationOptions): Promise<EvacuationPlan> {
    const within = AbortSignal.timeout(planWithinMs);
    const reply = this.#calls.call(caller, (agent) =>
      agent.hosts.evacuationPlan.query({ host: this.#host, options }, { signal: within }),
    );
    return (await reply).plan;
  }

  evacuate(caller: Caller, input: z.output<typeof evacuateInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) =>
      agent.hosts.evacuate.mutate({ ...input, host: this.#host }, options),
    );
  }
}
