import {
  type CopySample,
  copySampleSchema,
  isEnded,
  type MigrationResult,
  migrationResultSchema,
  type MigrationSample,
  migrationSampleSchema,
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
  return migrationSampleSchema.array().safeParse(operation.result?.["samples"]).data ?? [];
}

/** The readings of the disks' copies so far. */
export function copySamplesOf(operation: Operation): readonly CopySample[] {
  return copySampleSchema.array().safeParse(operation.result?.["copySamples"]).data ?? [];
}

/** The result of an ended migration; undefined when it ended before there was one. */
export function resultOf(operation: Operation): MigrationResult | undefined {
  return migrationResultSchema.safeParse(operation.result).data;
}
