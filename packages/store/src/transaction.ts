import type { DatabaseSync } from "node:sqlite";

/** Runs `work` as one change: all of it is kept, or none when it throws. */
export function transaction<Result>(database: DatabaseSync, work: () => Result): Result {
  // IMMEDIATE takes the write lock now, so that a read inside sees what the write will be based on.
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
