import {
  type CopiedDisk,
  copiedDiskSchema,
  type CopySample,
  copySampleSchema,
  isEnded,
  type MigrationResult,
  type MigrationSample,
  type Operation,
} from "@gantry/kvm-core/model";

/** The migration a page shows: the one its address names, or else one that is under way. Found again after a reload. */
export function migrationOf(
  operations: readonly Operation[],
  { instance, id }: { instance: string; id: string | undefined },
): Operation | undefined {
  const own = operations.filter((one) => one.kind === "instance.migrate" && one.instance === instance);
  return own.find((one) => !isEnded(one)) ?? own.find((one) => one.id === id);
}

/** The readings so far; the agent adds to them while it runs. */
export function samplesOf(operation: Operation): readonly MigrationSample[] {
  const samples = operation.result?.["samples"];
  return Array.isArray(samples) ? samples.filter(isSample) : [];
}

/** The readings of the disks' copies so far. */
export function copySamplesOf(operation: Operation): readonly CopySample[] {
  return copySampleSchema.array().safeParse(operation.result?.["copySamples"]).data ?? [];
}

/** The disks that are, or were, copied. */
export function disksOf(operation: Operation): CopiedDisk[] {
  return copiedDiskSchema.array().safeParse(operation.result?.["disks"]).data ?? [];
}

/** The result of an ended migration; undefined when it ended before there was one. */
export function resultOf(operation: Operation): MigrationResult | undefined {
  const { result } = operation;
  if (result === undefined) return undefined;
  const { outcome, source, target, pauseMs, totalMs, transferredBytes, passes } = result;
  if (outcome !== "moved" && outcome !== "stayed" && outcome !== "in-doubt") return undefined;
  if (typeof source !== "string" || typeof target !== "string" || typeof totalMs !== "number")
    return undefined;
  return {
    outcome,
    source,
    target,
    totalMs,
    ...(typeof pauseMs === "number" ? { pauseMs } : {}),
    transferredBytes: typeof transferredBytes === "number" ? transferredBytes : 0,
    passes: typeof passes === "number" ? passes : 0,
    samples: [...samplesOf(operation)],
    disks: disksOf(operation),
    copySamples: [...copySamplesOf(operation)],
  };
}

const numbers = ["atMs", "pass", "remainingBytes", "bytesPerSecond", "dirtyBytesPerSecond"] as const;

function isSample(value: unknown): value is MigrationSample {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return numbers.every((name) => typeof fields.get(name) === "number");
}
