import type { Passage } from "./move.ts";
import { resultOf } from "./result.ts";

/** The share of the bar that the disks fill, by the bytes of disks and memory. */
export function diskShare({
  diskBytes,
  memoryBytes,
}: {
  readonly diskBytes: number;
  readonly memoryBytes: number;
}): number {
  return diskBytes === 0 ? 0 : diskBytes / (diskBytes + memoryBytes);
}

/** Tells how far the disks, or after them the memory, are; the whole bar never runs backwards. */
export function report(
  move: Passage,
  part: "disks" | "memory",
  how: { fraction: number; text: string },
): void {
  const share = diskShare({
    diskBytes: move.disks.reduce((bytes, { disk }) => bytes + (move.request.images[disk]?.allocated ?? 0), 0),
    memoryBytes: move.request.spec.memoryMiB * 1_048_576,
  });
  const whole = part === "disks" ? share * how.fraction : share + (1 - share) * how.fraction;
  move.shown = Math.max(move.shown, whole);
  move.context.progress(move.shown, how.text, resultOf(move, "stayed"));
}
