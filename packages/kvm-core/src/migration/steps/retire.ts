import { removeInstance } from "../../state-dir/index.ts";
import type { Move } from "../move.ts";

/**
 * The guest runs on the target: ends the paused copy here and removes everything that belonged to it. The record goes
 * last: as long as anything is left that could be started, it says that this host may not.
 */
export async function retire({ instance, live }: Pick<Move, "instance" | "live">): Promise<void> {
  const { layout, ownership, host } = instance.services;
  await live.end({ state: "stopped", reason: "Moved to another host." });
  await live.forgotten;
  await removeInstance(layout, instance.uuid);
  instance.lock.close("moved to another host");
  const held = await ownership.read(instance.uuid);
  if (held !== undefined && held.record.owner !== host) await ownership.remove(instance.uuid, held.revision);
}
