import type { GantryError } from "../model/error.ts";
import type { MigrationResult } from "../model/migration.ts";

/** An instance that has left. `lost`: by post-copy, and without its memory. */
export interface Migrated {
  readonly result: MigrationResult;
  readonly lost: GantryError | undefined;
}

/**
 * The guest has moved, and not all that it left at its source could be removed, as on a full disk. It is no failure of the
 * move: recovery removes the rest.
 */
export class NotRetired extends Error {
  readonly migrated: Migrated;

  constructor(migrated: Migrated, cause: unknown) {
    super("The guest has moved; what it left at its source is not removed yet.", { cause });
    this.migrated = migrated;
  }
}
