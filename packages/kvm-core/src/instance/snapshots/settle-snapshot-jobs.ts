import { type Job, jobDismiss } from "../../qmp/index.ts";
import type { LiveQemu } from "../live-qemu.ts";

/**
 * Jobs on snapshots that a former agent began: QEMU has ended them by itself, and let the guest run on that ran.
 *
 * @param jobs what QEMU has now.
 */
export async function settleSnapshotJobs({ monitor }: LiveQemu, jobs: readonly Job[]): Promise<void> {
  for (const { id, status } of jobs)
    if (/^(take|delete)-/.test(id) && status === "concluded") await jobDismiss(monitor, id);
}
