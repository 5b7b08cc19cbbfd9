import { type LiveQemu, setLimits } from "../instance/index.ts";
import type { DiskLimits, DiskSpec } from "../model/disk-spec.ts";

/**
 * The limits of a disk that is being copied. QEMU reads it through the same filter as its guest: with the guest's limits
 * on reads the copy would take its share of them, and be as slow. The guest's writes stay limited.
 */
export function limitsWhileCopied(limits: DiskLimits): DiskLimits {
  const { bytesPerSecond, writeBytesPerSecond, opsPerSecond, writeOpsPerSecond } = limits;
  const [bytes, ops] = [writeBytesPerSecond ?? bytesPerSecond, writeOpsPerSecond ?? opsPerSecond];
  return {
    ...(bytes === undefined ? {} : { writeBytesPerSecond: bytes }),
    ...(ops === undefined ? {} : { writeOpsPerSecond: ops }),
  };
}

/** Lets a copy read a disk at full speed. */
export async function liftReadLimits(live: LiveQemu, { name, limits }: DiskSpec): Promise<void> {
  if (limits !== undefined) await setLimits(live, { name, limits: limitsWhileCopied(limits) });
}

/** Limits disks as their spec says, after all. */
export async function restoreLimits(live: LiveQemu, disks: readonly DiskSpec[]): Promise<void> {
  if (live.monitor.isClosed) return;
  for (const { name, limits } of disks) if (limits !== undefined) await setLimits(live, { name, limits });
}
