import { type Instance, observeStatus, openRunGate } from "../instance/index.ts";
import type { CommitReply, CommitRequest } from "../model/migration-peer.ts";
import { cont } from "../qmp/index.ts";
import { journalHolds } from "../state-dir/index.ts";
import { confirmArrival } from "./confirm-arrival.ts";
import { settleIn } from "./settle-in.ts";

/**
 * A hand-over that a former agent of this host has taken. It may have died before it could let the guest run.
 *
 * @param instance what this host has of it, if anything.
 * @returns undefined when the process that is meant is not here.
 */
export async function takenOverBefore(
  instance: Instance | undefined,
  { record, resume }: CommitRequest,
): Promise<CommitReply | undefined> {
  const live = instance?.live;
  if (instance === undefined || live === undefined || live.incarnation !== record.incarnation)
    return undefined;
  const { services } = instance;
  using _lock = instance.lock.take(instance.name, "arrival");
  const journal = services.layout.journalFile(record.uuid);
  if (resume && !(await journalHolds(journal, `did-run ${record.epoch} ${live.incarnation}`))) {
    await openRunGate(services, live, () => cont(live.monitor));
    settleIn(live);
    await observeStatus(instance, live);
  }
  await confirmArrival(instance, live);
  return { state: instance.state === "paused" ? "paused" : "running" };
}
