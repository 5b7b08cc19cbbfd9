import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "@gantry/kvm-core/model";
import { attachConsole, type ConsoleSink, type ConsoleWish } from "./attach-console.ts";
import { endedForGood, mayComeBack } from "./console-errors.ts";

const firstPauseMs = 200;
const longestPauseMs = 5000;
/** An agent that was just started does not know yet what runs on other hosts. */
const unknownForMs = 60_000;

/**
 * Shows a console until `signal`, over agents that die or are replaced, networks that break and guests that move: each
 * time it goes on with the byte that was next.
 *
 * @throws GantryError when it never came about, or is over for good
 */
export async function stayAttached(wish: ConsoleWish, sink: ConsoleSink, signal: AbortSignal): Promise<void> {
  let pause = firstPauseMs;
  let lostAt: number | undefined;
  while (!signal.aborted) {
    try {
      const end = await attachConsole(wish, sink, signal);
      if (signal.aborted) return;
      if (!mayComeBack(end)) throw endedForGood(end, wish.name);
      pause = firstPauseMs;
      lostAt = performance.now();
      sink.lost(end.reason || "The connection was lost.");
    } catch (thrown) {
      if (sink.next === undefined || !isPassing(GantryError.from(thrown), lostAt)) throw thrown;
    }
    await delay(pause, undefined, { signal }).catch(() => undefined);
    pause = Math.min(pause * 2, longestPauseMs);
  }
}

function isPassing({ code }: GantryError, lostAt: number | undefined): boolean {
  if (code === "not_found") return lostAt !== undefined && performance.now() - lostAt < unknownForMs;
  return code === "host_unreachable" || code === "rate_limited";
}
