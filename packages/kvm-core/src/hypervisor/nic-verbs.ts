import type { InstanceTable } from "./instance-table.ts";

/** Verbs on the network interfaces of an instance. Instances are named by name or uuid. */
export class NicVerbs {
  readonly #table: InstanceTable;

  constructor(table: InstanceTable) {
    this.#table = table;
  }
}
