import type { HostSummary, InstanceSummary, Operation } from "@gantry/kvm-core/model";
import { isEnded } from "@gantry/kvm-core/model";
import type { ConnectionState } from "./connection.ts";

const keptOperations = 200;

const byName = new Intl.Collator("en").compare;

/**
 * The list with each of `changed` in its place, sorted by name; of one that changed several times the last counts. Rows that did
 * not change stay the same objects.
 */
export function upsertInstances<Row extends InstanceSummary>(
  instances: readonly Row[],
  changed: readonly Row[],
): Row[] {
  const left = new Map(changed.map((row) => [row.uuid, row]));
  const known = instances.map((row) => {
    const newer = left.get(row.uuid);
    left.delete(row.uuid);
    return newer ?? row;
  });
  return [...known, ...left.values()].sort((a, b) => byName(a.name, b.name));
}

/** The list with `host` in its place, sorted by name. */
export function upsertHost<Row extends HostSummary>(hosts: readonly Row[], host: Row): Row[] {
  return upsert(hosts, host, (row) => row.name).sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The list with `operation` in its place, newest first. An operation that has ended stays ended: the answer of the call
 * that began it may arrive after the event that tells its end.
 */
export function upsertOperation<Row extends Operation>(operations: readonly Row[], operation: Row): Row[] {
  const known = operations.find((row) => row.id === operation.id);
  if (known !== undefined && isEnded(known) && !isEnded(operation)) return [...operations];
  return upsert(operations, operation, (row) => row.id)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, keptOperations);
}

/**
 * What may be said of an instance now. While the agent does not answer nobody knows its state: it is shown as unknown,
 * with what it was.
 */
export function asSeenFromHere(instance: InstanceSummary, connection: ConnectionState): InstanceSummary {
  if (connection.status !== "lost" || instance.state === "unknown") return instance;
  return {
    ...instance,
    state: "unknown",
    since: new Date(connection.since).toISOString(),
    reason: `The agent does not answer; it was ${instance.state}.`,
  };
}

/** The same for a host: while the agent does not answer, nothing can be said of any. */
export function hostAsSeenFromHere(host: HostSummary, connection: ConnectionState): HostSummary {
  if (connection.status !== "lost") return host;
  return { ...host, status: "offline", reason: "The agent of this page does not answer." };
}

function upsert<Row>(rows: readonly Row[], row: Row, keyOf: (row: Row) => string): Row[] {
  const at = rows.findIndex((other) => keyOf(other) === keyOf(row));
  return at < 0 ? [...rows, row] : rows.with(at, row);
}
