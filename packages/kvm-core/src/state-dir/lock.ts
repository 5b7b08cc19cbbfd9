import { DatabaseSync } from "node:sqlite";
import { GantryError } from "../model/error.ts";

/**
 * Holds the state directory for this process until disposed or dead. Node has no file locks of its own; SQLite's
 * exclusive lock is an fcntl lock of the kernel, which ends with the process however it dies.
 *
 * @throws GantryError `state_dir_in_use` when another process holds it.
 */
export function lockStateDir(lockFile: string): Disposable {
  const database = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!(error instanceof Error) || !/locked|busy/i.test(error.message)) throw error;
    throw new GantryError("state_dir_in_use", {
      message: `Another agent already uses the state directory of ${lockFile}.`,
      hint: "Use the agent that runs, stop it first, or give this one another GANTRY_STATE_DIR.",
      details: { lockFile },
      cause: error,
    });
  }
  return { [Symbol.dispose]: () => database.close() };
}
