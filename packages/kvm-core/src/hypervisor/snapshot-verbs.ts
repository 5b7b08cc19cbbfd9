import type { InstanceTable } from "./instance-table.ts";

/** Verbs on the snapshots of an instance. Instances are named by name or uuid. */
export class SnapshotVerbs {
  readonly #table: InstanceTable;

  constructor(table: InstanceTable) {
    this.#table = table;
  }
}
