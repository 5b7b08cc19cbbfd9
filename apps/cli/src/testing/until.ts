import { setTimeout as delay } from "node:timers/promises";

/** Asks again until there is an answer; fails with what was missing after a minute. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
): Promise<Answer> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await delay(20);
  }
}
