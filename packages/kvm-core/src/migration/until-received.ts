import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../model/error.ts";
import type { ProbeReply } from "../model/migration-peer.ts";

/** How long the QEMU that takes a guest may need to say `completed` after the one that sent it has said so. */
const receivedMs = 5000;

/**
 * Waits until all of a guest is in the process that was to take it.
 *
 * @param words who did not receive it, and who still has it.
 * @throws GantryError `migration_failed`.
 */
export async function untilReceived(
  guest: { probe(): Promise<ProbeReply> },
  words: { readonly missed: string; readonly hint: string },
): Promise<void> {
  const deadline = performance.now() + receivedMs;
  for (;;) {
    const { phase, message } = await guest.probe();
    if (phase === "received") return;
    if (phase === "failed" || performance.now() > deadline) {
      throw new GantryError("migration_failed", {
        message: `${words.missed}: ${message ?? `it is still ${phase}`}.`,
        hint: words.hint,
      });
    }
    await delay(1);
  }
}
