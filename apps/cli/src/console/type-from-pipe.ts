import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { GantryError, maxFrameBytes } from "@gantry/kvm-core/model";
import type { CastFile } from "./cast-file.ts";
import type { ConsoleView } from "./console-view.ts";

/** A script whose input is typed. */
export interface PipedInput {
  readonly input: Readable;
  readonly view: ConsoleView;
  readonly cast: CastFile | undefined;
  /** Of the instance. */
  readonly name: string;
  /** The keyboard is taken over from whoever has it. */
  readonly take: boolean;
  /** After the input's end the guest is listened to until it has been silent for so long. */
  readonly lingerMs: number;
  readonly signal: AbortSignal;
}

/**
 * Types all of a script's input, byte by byte as it is, and returns when the guest has answered or `signal` aborts.
 *
 * @throws GantryError `busy` when somebody else has the keyboard; then nothing was typed
 */
export async function typeFromPipe({ input, name, take, lingerMs, ...rest }: PipedInput): Promise<void> {
  const { view, signal } = rest;
  await until(view, () => (take ? view.mayType : view.isSeated), signal);
  if (!take && view.otherWriter !== undefined) throw busy(name, view.otherWriter);
  const stop = () => input.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const chunk of input)
      await type(chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk)), rest);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  const endedAt = performance.now();
  for (let left = lingerMs; left > 0 && !signal.aborted; ) {
    await delay(left, undefined, { signal }).catch(() => undefined);
    await until(view, () => view.line !== undefined, signal);
    left = lingerMs - Math.min(view.silentMs, performance.now() - endedAt);
  }
}

/** Waits for the keyboard, and for the network. */
async function type(
  bytes: Buffer,
  { view, cast, signal }: Pick<PipedInput, "view" | "cast" | "signal">,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += maxFrameBytes) {
    await until(view, () => view.mayType, signal);
    if (signal.aborted) return;
    const frame = bytes.subarray(at, at + maxFrameBytes);
    await view.line?.type(frame);
    cast?.input(frame);
  }
}

async function until(view: ConsoleView, condition: () => boolean, signal: AbortSignal): Promise<void> {
  if (condition() || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  using _ = view.onChange(() => {
    if (condition()) resolve();
  });
  const done = () => resolve();
  signal.addEventListener("abort", done, { once: true });
  await promise;
  signal.removeEventListener("abort", done);
}

function busy(name: string, holder: string): GantryError {
  return new GantryError("busy", {
    message: `${holder} has the keyboard of ${name}. Nothing was typed.`,
    hint: "--take takes it over; --read-only looks on.",
    details: { holder },
  });
}
