import { type Instance, type LiveQemu, observeStatus, openRunGate } from "../instance/index.ts";
import { cont, queryStatus } from "../qmp/index.ts";
import { journalHolds } from "../state-dir/index.ts";

/**
 * Lets a guest that has arrived here run, if the agent that was about to do so died on its way through the run gate: its
 * journal says that it will run, and not that it did. Its source may be gone, and nobody else tells.
 *
 * @param epoch of the record that gave it to this host.
 */
export async function finishRun(instance: Instance, live: LiveQemu, epoch: number): Promise<void> {
  const { services, uuid, name } = instance;
  const journal = services.layout.journalFile(uuid);
  if (!(await journalHolds(journal, `will-run ${epoch} ${live.incarnation}`))) return;
  if (await journalHolds(journal, `did-run ${epoch} ${live.incarnation}`)) return;
  // It may have come as far as QEMU after all, and the guest may even have ended since.
  if ((await queryStatus(live.monitor)).status !== "paused") return;
  using _lock = instance.lock.take(name, "arrival");
  await openRunGate(services, live, () => cont(live.monitor));
  await observeStatus(instance, live);
}
