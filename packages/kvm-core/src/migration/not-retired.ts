import type { MigrationResult } from "../model/migration.ts";

/**
 * The guest has moved, and not all that it left at its source could be removed, as on a full disk. It is no failure of the
 * move: recovery removes the rest.
 */
export class NotRetired extends Error {
  readonly result: MigrationResult;

  constructor(result: MigrationResult, cause: unknown) {
    super("The guest has moved; what it left at its source is not removed yet.", { cause });
    this.result = result;
  }
}
