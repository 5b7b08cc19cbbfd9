import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { GantryError } from "@gantry/kvm-core/model";
import { AuditTable } from "./audit.ts";
import { bringUpToDate } from "./bring-up-to-date.ts";
import { InvitationTable } from "./invitations.ts";
import { LinkTable } from "./links.ts";
import { MaintenanceTable } from "./maintenance.ts";
import { MemberTable } from "./members.ts";
import { OperationTable } from "./operations.ts";
import { SqliteOwnershipStore } from "./ownership.ts";
import { schemaSteps } from "./schema-steps.ts";
import { SessionTable } from "./sessions.ts";
import { TokenTable } from "./tokens.ts";

/** Milliseconds to wait for another process (a backup, say) that holds the database's lock. */
const lockWaitMs = 5000;

/** Everything an agent remembers, in one SQLite file. Dispose it to close the file. */
export interface Store extends Disposable {
  readonly ownership: SqliteOwnershipStore;
  readonly operations: OperationTable;
  readonly tokens: TokenTable;
  readonly links: LinkTable;
  readonly sessions: SessionTable;
  readonly members: MemberTable;
  readonly invitations: InvitationTable;
  readonly audit: AuditTable;
  readonly maintenance: MaintenanceTable;
}

/**
 * Opens the store at `path`, making it (readable only by its owner) or bringing it up to date.
 *
 * @throws GantryError `state_damaged` when the file is not a store of this version or an earlier one.
 */
export function openStore(path: string): Store {
  const database = openDatabase(path, "FULL");
  // Each step of an operation is written down; losing the last ones to a power cut harms nobody, waiting for the disk
  // at every step would. Everything else is on the disk before it is answered.
  const hasty = path === ":memory:" ? database : openDatabase(path, "NORMAL");
  return {
    ownership: new SqliteOwnershipStore(database),
    operations: new OperationTable(hasty),
    tokens: new TokenTable(database),
    links: new LinkTable(database),
    sessions: new SessionTable(database),
    members: new MemberTable(database),
    invitations: new InvitationTable(database),
    audit: new AuditTable(database),
    maintenance: new MaintenanceTable(database),
    [Symbol.dispose]() {
      if (hasty !== database) hasty.close();
      database.close();
    },
  };
}

function openDatabase(path: string, synchronous: "FULL" | "NORMAL"): DatabaseSync {
  if (path !== ":memory:") closeSync(openSync(path, "a", 0o600));
  const database = new DatabaseSync(path, { timeout: lockWaitMs });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};`);
    bringUpToDate(database, schemaSteps);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof GantryError) throw error;
    throw new GantryError("state_damaged", {
      message: `The store ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      hint: "Restore the file from a backup, or move it away: guests run on, but tokens and operations start anew.",
      cause: error,
    });
  }
}
