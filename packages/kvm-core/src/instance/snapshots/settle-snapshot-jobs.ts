import { jobDismiss, queryJobs } from "../../qmp/index.ts";
import type { LiveQemu } from "../live-qemu.ts";

/** Jobs on snapshots that a former agent began: QEMU has ended them by itself, and let the guest run on that ran. */
export async function settleSnapshotJobs({ monitor }: LiveQemu): Promise<void> {
  const jobs = await queryJobs(monitor);
  for (const { id, status } of jobs)
    if (/^(take|delete)-/.test(id) && status === "concluded") await jobDismiss(monitor, id);
}
