import type { InstanceTable } from "./instance-table.ts";

/** Verbs on the disks of an instance, running or not. Instances are named by name or uuid. */
export class DiskVerbs {
  readonly #table: InstanceTable;

  constructor(table: InstanceTable) {
    this.#table = table;
  }
}
