import type { DatabaseSync } from "node:sqlite";
import { GantryError } from "@gantry/kvm-core/model";
import { transaction } from "./transaction.ts";

/**
 * Takes the schema steps a database has not taken yet, each in its own transaction.
 *
 * @throws GantryError `state_damaged` when the database was written by a newer version, which may mean things by it that
 *   this version does not know.
 */
export function bringUpToDate(database: DatabaseSync, steps: readonly string[]): void {
  const taken = versionOf(database);
  if (taken > steps.length) {
    throw new GantryError("state_damaged", {
      message: `The store was written by a newer version (schema ${taken}; this version knows ${steps.length}).`,
      hint: "Run the newer version again, or restore the store from before the upgrade.",
    });
  }
  for (const [index, step] of steps.entries()) {
    if (index < taken) continue;
    transaction(database, () => {
      database.exec(step);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}
