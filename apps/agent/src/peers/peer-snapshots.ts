import type { Operation, Snapshot, snapshotInput, takeSnapshotInput } from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostSnapshots } from "../hosts/host-snapshots.ts";
import type { PeerCalls } from "./peer-calls.ts";

/** The snapshots of a peer's instances. */
export class PeerSnapshots implements HostSnapshots {
  readonly #calls: PeerCalls;

  constructor(calls: PeerCalls) {
    this.#calls = calls;
  }

  async list(caller: Caller, instance: string): Promise<Snapshot[]> {
    const reply = this.#calls.call(caller, (agent, options) =>
      agent.snapshots.list.query({ instance }, options),
    );
    return (await reply).snapshots;
  }

  take(caller: Caller, input: z.output<typeof takeSnapshotInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.snapshots.take.mutate(input, options));
  }

  revert(caller: Caller, input: z.output<typeof snapshotInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.snapshots.revert.mutate(input, options));
  }

  delete(caller: Caller, input: z.output<typeof snapshotInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.snapshots.delete.mutate(input, options));
  }
}
