import { setTimeout as delay } from "node:timers/promises";

/** How long to ask, and how often, in milliseconds. */
interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/** Asks until there is an answer; undefined when there was none in time. */
export async function within<Answer>(
  { withinMs = 90_000, everyMs = 20 }: Patience,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
): Promise<Answer | undefined> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) return undefined;
    await delay(everyMs);
  }
}

/** As {@link within}, but says what was waited for in vain. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
  patience: Patience = {},
): Promise<Answer> {
  const answer = await within(patience, ask);
  if (answer === undefined) throw new Error(`Waited in vain until ${what}.`);
  return answer;
}
