import type { Hypervisor } from "@gantry/kvm-core";
import type { Operation, Snapshot, snapshotInput, takeSnapshotInput } from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostSnapshots } from "./host-snapshots.ts";
import type { LocalWork } from "./local-work.ts";

/** The snapshots of this machine's instances. */
export class LocalSnapshots implements HostSnapshots {
  readonly #driver: Hypervisor;
  readonly #work: LocalWork;

  constructor(driver: Hypervisor, work: LocalWork) {
    this.#driver = driver;
    this.#work = work;
  }

  list(_: Caller, instance: string): Promise<Snapshot[]> {
    return this.#driver.snapshots.list(instance);
  }

  async take(caller: Caller, input: z.output<typeof takeSnapshotInput>): Promise<Operation> {
    const { instance, name, memory } = input;
    const quiesce = input.quiesce ? () => this.#driver.guest.freeze(instance) : undefined;
    return this.#work.begin(
      { kind: "snapshot.take", caller, instance, part: name, verb: "snapshot" },
      async (context) => ({
        snapshot: await this.#driver.snapshots.take(instance, { name, memory, quiesce }, context),
      }),
    );
  }

  async revert(caller: Caller, { instance, name }: z.output<typeof snapshotInput>): Promise<Operation> {
    return this.#work.begin(
      { kind: "snapshot.revert", caller, instance, part: name, verb: "revert" },
      (context) => this.#driver.snapshots.revert(instance, name, context),
    );
  }

  async delete(caller: Caller, { instance, name }: z.output<typeof snapshotInput>): Promise<Operation> {
    return this.#work.begin({ kind: "snapshot.delete", caller, instance, part: name, verb: "snapshot" }, () =>
      this.#driver.snapshots.delete(instance, name),
    );
  }
}
