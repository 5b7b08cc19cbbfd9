import type { InstanceState, InstanceSummary } from "@gantry/kvm-core/model";

/**
 * While an instance moves, two hosts speak of it. Which of the two to believe: the one where it runs, then the source
 * that sends it, then the target that waits for it, and last a host that does not answer.
 */
const rank: Partial<Readonly<Record<InstanceState, number>>> = { migrating: 1, incoming: 2, unknown: 3 };

/** The one row to show of several hosts' rows of the same instance. */
export function mostTrue(rows: readonly InstanceSummary[]): InstanceSummary | undefined {
  return rows.toSorted((a, b) => (rank[a.state] ?? 0) - (rank[b.state] ?? 0))[0];
}
