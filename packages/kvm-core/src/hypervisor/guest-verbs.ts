import type { InstanceTable } from "./instance-table.ts";

/** Verbs on what only the guest itself can answer, through its agent. Instances are named by name or uuid. */
export class GuestVerbs {
  readonly #table: InstanceTable;

  constructor(table: InstanceTable) {
    this.#table = table;
  }
}
