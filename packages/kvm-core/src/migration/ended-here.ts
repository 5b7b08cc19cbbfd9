import type { CommitReply, CommitRequest } from "../model/migration-peer.ts";
import { type Layout, readRuntime } from "../state-dir/index.ts";
import { hasArrived } from "./incoming-past.ts";
import { notTakenUp } from "./incoming-refusals.ts";

/**
 * A hand-over of a guest that arrived here, and whose process has ended since: the source has nothing that is still of use.
 *
 * @returns undefined when it never arrived.
 * @throws GantryError `monitor_timeout` when its process is there: it hangs, or waits for a page, and whether it was let run
 *   is known once it is taken up.
 */
export async function endedHere(
  layout: Layout,
  { migrationId, record }: CommitRequest,
): Promise<CommitReply | undefined> {
  if (!(await hasArrived(layout, migrationId))) return undefined;
  const runtime = await readRuntime(layout, record.uuid);
  if (runtime?.incarnation === record.incarnation) throw notTakenUp(migrationId);
  return { state: "ended" };
}
