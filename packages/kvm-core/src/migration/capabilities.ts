import type { MigrationOptions } from "../model/migration.ts";

/**
 * The same on both sides, always. Without `return-path` the source says `completed` although the target is dead; without
 * `pause-before-switchover` there is no moment to check and record; with `late-block-activate` the target takes the disks
 * only when it is let run, so that the source can still go on after `completed`. Measured with QEMU 7.2.
 */
const always = {
  events: true,
  "return-path": true,
  "pause-before-switchover": true,
  "late-block-activate": true,
  "validate-uuid": true,
} as const;

/** What both sides agree on for one migration. Whatever an earlier one left on is off, unless it is wanted again. */
export function capabilitiesFor({ onTimeout }: Pick<MigrationOptions, "onTimeout">) {
  return { ...always, "postcopy-ram": onTimeout === "post-copy" };
}
