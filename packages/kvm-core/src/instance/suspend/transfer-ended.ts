import { setTimeout as delay } from "node:timers/promises";
import { type MigrationInfo, type QmpCaller, queryMigrate } from "../../qmp/index.ts";

/** How often QEMU is asked how far it is, in milliseconds. */
const askEveryMs = 20;
/** QEMU answers late while it writes the last part: it then holds its big lock. */
const answerMs = 60_000;

/** Follows QEMU's own end of a memory transfer until it is over, one way or the other. */
export async function transferEnded(
  monitor: QmpCaller,
  look: (info: MigrationInfo) => Promise<void> | void = () => undefined,
): Promise<MigrationInfo> {
  for (;;) {
    const info = await queryMigrate(monitor, { timeoutMs: answerMs });
    if (["none", "completed", "failed", "cancelled"].includes(info.status)) return info;
    await look(info);
    await delay(askEveryMs);
  }
}
