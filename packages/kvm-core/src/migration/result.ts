import type { MigrationResult } from "../model/migration.ts";
import type { Passage } from "./move.ts";

/** The measured figures of a migration so far. */
export function resultOf(move: Passage, outcome: MigrationResult["outcome"]): MigrationResult {
  const last = move.samples.at(-1);
  const pause =
    move.stoppedAt === undefined || move.resumedAt === undefined
      ? undefined
      : move.resumedAt - move.stoppedAt;
  return {
    outcome,
    source: move.instance.services.host,
    target: move.peer.host,
    ...(pause === undefined || !move.wasRunning ? {} : { pauseMs: Math.round(pause * 10) / 10 }),
    totalMs: Math.round((move.endedAt ?? performance.now()) - move.startedAt),
    transferredBytes: last?.transferredBytes ?? 0,
    passes: last?.pass ?? 0,
    ...(move.forecast === undefined ? {} : { forecast: move.forecast }),
    ...(wasDone(move) ? { afterTimeout: move.afterTimeout } : {}),
    ...(move.guestClock === undefined ? {} : { guestClock: move.guestClock }),
    samples: [...move.samples],
    disks: [...move.disks],
    copySamples: [...move.copySamples],
  };
}

/** It may fit all of a sudden, before post-copy has begun. */
function wasDone({ afterTimeout, postCopy }: Passage): boolean {
  return afterTimeout !== undefined && (afterTimeout !== "post-copy" || postCopy);
}
