import { migrationResultSchema, type Operation, type OperationEvent } from "@gantry/kvm-core/model";

/** Who asks waits with a console in the hand: what is not known soon is not told. */
const withinMs = 250;

/** A move of an instance (by name) from one host to another. */
export interface PastMove {
  readonly instance: string;
  readonly from: string;
  readonly to: string;
}

/** How long, in milliseconds, the guest stood still when it moved, as its source measured it; undefined when that is not known soon. */
export async function pauseOf(
  watch: (signal: AbortSignal) => AsyncIterable<OperationEvent>,
  move: PastMove,
): Promise<number | undefined> {
  const enough = new AbortController();
  const late = setTimeout(() => enough.abort(), withinMs);
  try {
    for await (const event of watch(enough.signal)) {
      const told = event.type === "snapshot" ? event.operations : [event.operation];
      const result = resultOf(told.find((operation) => isOf(operation, move)));
      if (result?.outcome === "moved" && result.target === move.to) return result.pauseMs;
    }
    return undefined;
  } finally {
    clearTimeout(late);
    enough.abort();
  }
}

/** Operations come the newest first: only the last move counts. */
function isOf({ kind, instance, host }: Operation, move: PastMove): boolean {
  return kind === "instance.migrate" && instance === move.instance && host === move.from;
}

function resultOf(operation: Operation | undefined) {
  return migrationResultSchema.safeParse(operation?.result).data;
}
