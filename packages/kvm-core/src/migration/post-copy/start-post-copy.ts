import { migrateStartPostcopy, type MigrationInfo, queryStatus, stop } from "../../qmp/index.ts";
import type { Passage } from "../move.ts";

/**
 * Whether the guest is to be let run on the target now, because that was chosen and it did not move in time. Not before all
 * of its memory has been sent once: until then it would wait there for most of what it touches.
 */
export function isTimeForPostCopy(
  { afterTimeout, postCopy }: Passage,
  { status, ram }: MigrationInfo,
): boolean {
  return afterTimeout === "post-copy" && !postCopy && status === "active" && (ram?.passes ?? 0) > 1;
}

/**
 * Holds the guest and lets QEMU go to the switchover. It is held by us, not by QEMU: a guest that QEMU has paused by
 * itself it also lets go on by itself when the link breaks, and the record will name the target by then (7.2).
 */
export async function startPostCopy(move: Passage): Promise<void> {
  const { monitor } = move.live;
  await stop(monitor);
  // QEMU was faster: it switches over by itself at this very moment, as in every other move.
  if ((await queryStatus(monitor)).status !== "paused") return;
  move.postCopy = true;
  await migrateStartPostcopy(monitor);
}
