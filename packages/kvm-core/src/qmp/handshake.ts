import type { Greeting } from "./message.ts";
import type { Execute } from "./vocabulary.ts";
import { type Patience, watchPatience } from "./waiting.ts";

/** What a handshake needs of a connection. */
interface Negotiator {
  readonly path: string;
  readonly execute: Execute;
}

/** A handshake that only QEMU's answer is missing to. What is asked before it comes is answered in its turn. */
interface Agreement {
  readonly accepted: Promise<unknown>;
}

/**
 * Waits for the greeting and accepts out-of-band commands when QEMU offers them, all within one deadline.
 *
 * A stopped or hung QEMU accepts connections (the kernel does) and never greets: that is `monitor_timeout`.
 */
export async function shakeHands(
  connection: Negotiator,
  greeting: Promise<Greeting>,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Agreement> {
  const started = performance.now();
  const offer = await greetingWithin(connection.path, greeting, { timeoutMs, signal });
  const enable = offer.capabilities.includes("oob") ? (["oob"] as const) : [];
  const left = Math.max(1, timeoutMs - (performance.now() - started));
  return { accepted: connection.execute("qmp_capabilities", { enable }, { timeoutMs: left, signal }) };
}

async function greetingWithin(
  path: string,
  greeting: Promise<Greeting>,
  patience: Patience,
): Promise<Greeting> {
  const { promise, reject } = Promise.withResolvers<never>();
  using _patience = watchPatience(`the greeting of the monitor at ${path}`, patience, reject);
  return await Promise.race([greeting, promise]);
}
