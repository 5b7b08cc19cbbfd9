import type { OwnershipRecord } from "./ownership.ts";

/** One QEMU process on one host. */
export interface RunningProcess {
  readonly host: string;
  readonly incarnation: string;
}

type Held = OwnershipRecord | undefined;

/** Whether all hosts see the same records. */
interface Store {
  readonly shared: boolean;
}

/**
 * Every rule about who may run a guest, and every change an ownership record can go through: no file, clock or process is
 * in it, so that all interleavings of two agents and their crashes can be tried (`migration/model-check`).
 */

/** The run gate's question: may the CPUs of this process run? */
export function mayRun(held: Held, { host, incarnation }: RunningProcess): boolean {
  return held?.owner === host && held.incarnation === incarnation;
}

/** May a new process of the instance be started on this host? Not while a migration of it has not ended. */
export function mayClaim(held: Held, host: string): boolean {
  return held === undefined || (held.owner === host && held.migration === null);
}

/** The permission to run goes to a new process; the epoch grows. */
export function claimed(held: Held, uuid: string, { host, incarnation }: RunningProcess): OwnershipRecord {
  const epoch = (held?.epoch ?? 0) + 1;
  return { uuid, owner: host, incarnation, epoch, state: "starting", migration: null };
}

/**
 * The process is gone: none may run. A guest that was handed over between two stores may still be held by its source, where
 * a person may have decided that this host is off: then the migration stays in the record, and nobody starts the instance
 * anew here, until the source has said that it has let go. A shared store has one record for both, and needs no such care.
 */
export function released(record: OwnershipRecord, { shared }: Store): OwnershipRecord {
  const migration = shared || !isHandedOver(record) ? null : record.migration;
  return { ...record, incarnation: null, state: "stopped", migration };
}

/** Whether the guest was given to the target of a migration whose source may still hold what is left of it. */
export function isHandedOver({ migration }: OwnershipRecord): boolean {
  if (migration !== null && staysOnHost(migration)) return false;
  return migration?.phase === "committed" || migration?.phase === "arrived";
}

/** Whether the guest goes from one process to another of the same host, which knows both: nobody else has to be heard. */
export function staysOnHost({ source, target }: NonNullable<OwnershipRecord["migration"]>): boolean {
  return source === target;
}

/** A migration begins; the process it will start on the target is named before it exists. */
export function begun(
  record: OwnershipRecord,
  migration: Omit<NonNullable<OwnershipRecord["migration"]>, "phase">,
): OwnershipRecord {
  return { ...record, state: "migrating", migration: { ...migration, phase: "begun" } };
}

/** The guest is paused, and the last of it is about to be sent. */
export function switching(record: OwnershipRecord): OwnershipRecord {
  const { migration } = record;
  return { ...record, migration: migration === null ? null : { ...migration, phase: "switching" } };
}

/**
 * There is no commit, and none will come: whatever was sent names a revision that is gone. Written when the answer to a
 * commit was lost, before the source acts on its not having been made.
 */
export function staying(record: OwnershipRecord): OwnershipRecord {
  const { migration } = record;
  return { ...record, migration: migration === null ? null : { ...migration, phase: "staying" } };
}

/** The migration did not take place; the source goes on. */
export function calledOff(record: OwnershipRecord): OwnershipRecord {
  return { ...record, state: "running", migration: null };
}

/** The commit: the guest belongs to the target's process, under a new epoch. */
export function committed(record: OwnershipRecord): OwnershipRecord {
  const { migration } = record;
  if (migration === null) return record;
  return {
    ...record,
    owner: migration.target,
    incarnation: migration.targetIncarnation,
    epoch: record.epoch + 1,
    state: "committed",
    migration: { ...migration, phase: "committed" },
  };
}

/**
 * The commit of a post-copy move. It is made while the guest is paused and all of it is still here: from what follows, the
 * source could not go back. The process that holds it may send it, and nothing else.
 */
export function committedAhead(record: OwnershipRecord, incarnation: string): OwnershipRecord {
  const { migration, ...rest } = committed(record);
  return { ...rest, migration: migration === null ? null : { ...migration, handsOn: incarnation } };
}

/** May this process go past its switchover although the guest is not its own any more? See {@link committedAhead}. */
export function mayHandOn(held: Held, { host, incarnation }: RunningProcess): boolean {
  const migration = held?.migration;
  if (migration?.phase !== "committed" || migration.source !== host) return false;
  return migration.handsOn === incarnation;
}

/** Is a record that was handed over meant for this waiting process, and not older than what its host knows already? */
export function mayTake(held: Held, handed: OwnershipRecord, waiting: RunningProcess): boolean {
  const isAddressed = handed.state === "committed" && mayRun(handed, waiting);
  return isAddressed && (held === undefined || held.epoch <= handed.epoch);
}

/**
 * The guest runs on the target, or stands there as it stood on the source. Not before: as long as the record says
 * `committed`, the source keeps its paused process, and nobody can start the instance anew. In a store of the target's own
 * the migration stays in the record until the source has said that it has let go: see {@link letGo}.
 */
export function arrived(record: OwnershipRecord, { shared }: Store): OwnershipRecord {
  const { migration } = record;
  if (shared || migration === null) return { ...record, state: "running", migration: null };
  return { ...record, state: "running", migration: { ...migration, phase: "arrived" } };
}

/** The source has nothing of the guest any more: the target's record is one like any other. */
export function letGo(record: OwnershipRecord): OwnershipRecord {
  return { ...record, state: record.incarnation === null ? "stopped" : "running", migration: null };
}

/**
 * A person has said that the other host is off and stays off: no process may run, this host may start a new one, and
 * whatever the other host knows is older.
 */
export function takenOver(record: OwnershipRecord, host: string): OwnershipRecord {
  return {
    ...record,
    owner: host,
    incarnation: null,
    epoch: record.epoch + 1,
    state: "stopped",
    migration: null,
  };
}

/** The target never ran the guest and has no process of it any more: the source's own process, if it has one, goes on. */
export function takenBack(
  record: OwnershipRecord,
  host: string,
  incarnation: string | null,
): OwnershipRecord {
  return {
    ...record,
    owner: host,
    incarnation,
    epoch: record.epoch + 1,
    state: incarnation === null ? "stopped" : "running",
    migration: null,
  };
}
