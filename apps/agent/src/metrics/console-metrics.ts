import type { Samples } from "./exposition.ts";

/** Counts what viewers of this host's consoles did not get to see, by uuid of the instance. */
export class SkippedBytes {
  readonly #bytes = new Map<string, number>();

  add(instance: string, bytes: number): void {
    this.#bytes.set(instance, this.of(instance) + bytes);
  }

  of(instance: string): number {
    return this.#bytes.get(instance) ?? 0;
  }
}

/** Who looks at consoles, and what they missed. */
export function consoleSamples(
  instances: readonly { readonly name: string; readonly uuid: string }[],
  { viewersOf, skipped }: { viewersOf: (instance: string) => number; skipped: SkippedBytes },
): Samples {
  return {
    gantry_console_viewers: instances.map(({ name, uuid }) => ({
      labels: { instance: name },
      value: viewersOf(uuid),
    })),
    gantry_console_skipped_bytes_total: instances.map(({ name, uuid }) => ({
      labels: { instance: name },
      value: skipped.of(uuid),
    })),
  };
}
