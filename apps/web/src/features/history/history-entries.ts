import type { AuditEntry, ConsoleBoot, Operation, OperationKind } from "@gantry/kvm-core/model";

/** One line of an instance's past. */
export type HistoryEntry = { readonly at: string; readonly key: string } & (
  | {
      readonly kind: "operation";
      readonly operation: Operation;
      /** Where it was asked from, as the audit trail knows. */
      readonly from: string | undefined;
    }
  | { readonly kind: "change"; readonly entry: AuditEntry }
  | { readonly kind: "boot"; readonly boot: ConsoleBoot }
);

/** What an instance's past is put together from. */
export interface HistorySources {
  readonly operations: readonly Operation[];
  readonly audit: readonly AuditEntry[];
  readonly boots: readonly ConsoleBoot[];
}

/** The procedure that begins each kind of operation on an instance. */
const procedures: Readonly<Partial<Record<OperationKind, string>>> = {
  "instance.create": "instances.create",
  "instance.start": "instances.start",
  "instance.stop": "instances.stop",
  "instance.reboot": "instances.reboot",
  "instance.delete": "instances.delete",
  "instance.migrate": "migrations.start",
  "instance.clone": "instances.clone",
  "instance.suspend": "instances.suspend",
  "disk.attach": "disks.attach",
  "disk.detach": "disks.detach",
  "disk.resize": "disks.resize",
  "disk.limit": "disks.limit",
  "disk.change": "disks.changeMedium",
  "disk.backup": "disks.backup",
  "nic.attach": "nics.attach",
  "nic.detach": "nics.detach",
  "nic.link": "nics.setLink",
  "nic.limit": "nics.limit",
  "snapshot.take": "snapshots.take",
  "snapshot.revert": "snapshots.revert",
  "snapshot.delete": "snapshots.delete",
};

/** The trail is written when a call has been answered; that may be a moment after its operation's end is. */
const slackMs = 2_000;

/**
 * All of it, the newest first. A call in the audit trail that began an operation is the same event: the operation is
 * shown, with where it was asked from. What is in the trail alone, such as a refusal or a pause, stands by itself.
 */
export function historyOf({ operations, audit, boots }: HistorySources): HistoryEntry[] {
  const unmatched = new Set(audit);
  const done = operations.map((operation): HistoryEntry => {
    const entry = [...unmatched].find((one) => isCallOf(one, operation));
    if (entry !== undefined) unmatched.delete(entry);
    return { at: operation.createdAt, key: operation.id, kind: "operation", operation, from: entry?.from };
  });
  const changes = [...unmatched].map((entry): HistoryEntry => {
    return { at: entry.at, key: `${entry.host} ${entry.id}`, kind: "change", entry };
  });
  const started = boots.map((boot): HistoryEntry => {
    return { at: boot.at, key: `boot ${boot.n}`, kind: "boot", boot };
  });
  return [...done, ...changes, ...started].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

function isCallOf(entry: AuditEntry, { kind, actor, createdAt, endedAt }: Operation): boolean {
  if (entry.action !== procedures[kind] || entry.actor !== actor) return false;
  const at = Date.parse(entry.at);
  const began = Date.parse(createdAt);
  const ended = endedAt === undefined ? began : Date.parse(endedAt);
  return at >= began - slackMs && at <= ended + slackMs;
}

/** What a reader wants to see of it. */
export interface HistoryFilter {
  readonly kind: string | undefined;
  /** `failed` leaves only what did not go well. */
  readonly result: string | undefined;
  readonly find: string;
}

/** Whether an entry passes. `words` is all that its line says. */
export function passes(entry: HistoryEntry, words: string, { kind, result, find }: HistoryFilter): boolean {
  if (kind !== undefined && kind !== kindOf(entry)) return false;
  if (result === "failed" && !hasFailed(entry)) return false;
  return words.toLowerCase().includes(find.trim().toLowerCase());
}

/** A migration is an operation that people look for by itself. */
function kindOf(entry: HistoryEntry): string {
  return entry.kind === "operation" && entry.operation.kind === "instance.migrate" ? "migration" : entry.kind;
}

function hasFailed(entry: HistoryEntry): boolean {
  if (entry.kind === "operation") return ["failed", "in-doubt"].includes(entry.operation.status);
  return entry.kind === "change" && entry.entry.result !== "ok";
}
