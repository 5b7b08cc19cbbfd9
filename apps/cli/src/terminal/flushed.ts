import type { Writable } from "node:stream";

/** Resolves when all that was written is out, nobody takes it any more, or `signal` aborts. */
export async function flushed(output: Writable, signal?: AbortSignal): Promise<void> {
  if (output.destroyed || output.writableLength === 0 || signal?.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => resolve();
  // The error, if any, has its own listener.
  output.once("close", done).write("", done);
  signal?.addEventListener("abort", done, { once: true });
  await promise;
  output.off("close", done);
  signal?.removeEventListener("abort", done);
}
