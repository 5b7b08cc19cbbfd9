import { setTimeout as delay } from "node:timers/promises";
import { changeOwnership } from "../../instance/index.ts";
import { committed } from "../../model/ownership-rules.ts";
import type { Move } from "../move.ts";

/**
 * The point of no return: the record says that the target owns the instance. Only the source does this, after it saw
 * `completed` itself; both processes are paused with the whole guest at this moment.
 */
export async function commit(move: Move): Promise<void> {
  try {
    await writeCommit(move);
  } catch (error) {
    // The outcome is unknown, not negative: nobody acts before the store has been read again.
    if (!(await isCommitted(move))) throw error;
  }
}

async function writeCommit({ instance, live }: Move): Promise<void> {
  await changeOwnership(instance.services, live.runtime, committed);
}

async function isCommitted({ instance, request }: Move): Promise<boolean> {
  for (;;) {
    try {
      const held = await instance.services.ownership.read(instance.uuid);
      return held?.record.incarnation === request.targetIncarnation;
    } catch {
      await delay(100);
    }
  }
}
