import { type QmpConnection, queryMigrate } from "../../qmp/index.ts";
import { lacksMemory } from "./hand-on-rules.ts";

/** Milliseconds that QEMU has to say it. */
const patienceMs = 1500;

/**
 * Whether a process that took a guest by post-copy lacks a part of its memory. One that does not answer may be waiting for
 * just that.
 */
export async function isMissingMemory(monitor: QmpConnection): Promise<boolean> {
  const answer = queryMigrate(monitor, { timeoutMs: patienceMs });
  return await answer.then(
    ({ status }) => lacksMemory(status),
    () => true,
  );
}
