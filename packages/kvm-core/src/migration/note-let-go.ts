import type { HostServices } from "../instance/index.ts";
import { isHandedOver, letGo } from "../model/ownership-rules.ts";

/** Writes into this host's own record of a guest that arrived by this migration that its source has let go of it. */
export async function noteLetGo(
  { ownership, host }: Pick<HostServices, "ownership" | "host">,
  uuid: string,
  migrationId: string,
): Promise<void> {
  for (;;) {
    const held = await ownership.read(uuid);
    if (held === undefined || held.record.owner !== host || !isHandedOver(held.record)) return;
    if (held.record.migration?.id !== migrationId) return;
    // Changed meanwhile, as by the note that its process has ended: it may still speak of the migration.
    if ((await ownership.compareAndSwap(letGo(held.record), held.revision)) !== undefined) return;
  }
}
