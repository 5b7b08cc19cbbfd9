import type { Account } from "../model/account.ts";
import type { DiskSpec } from "../model/disk-spec.ts";
import { isStoreFault } from "../model/ownership.ts";
import { type LentFile, lentUuids, readLent, writeLent } from "../state-dir/index.ts";
import type { Instance } from "./instance.ts";
import { identify, returnFiles, writtenFiles } from "./lend-files.ts";
import type { HostServices } from "./services.ts";

/**
 * Gives back everything that was lent to an instance whose process is gone. The disks of one that has moved to another
 * host are not ours any more: its QEMU there has them, as the same account, and that host gives them back. When the store
 * cannot tell, everything stays lent, until its next end or the next agent.
 */
export async function takeFilesBack({ services, uuid }: Pick<Instance, "services" | "uuid">): Promise<void> {
  const lent = await readLent(services.layout, uuid);
  if (lent.length === 0) return;
  const held = await services.ownership.read(uuid).catch((error: unknown) => {
    if (isStoreFault(error)) return "unknown" as const;
    throw error;
  });
  if (held === "unknown")
    return services.log("warn", "Files stay lent until the store answers", { instance: uuid });
  const hasMoved = held !== undefined && held.record.owner !== services.host;
  if (hasMoved)
    await writeLent(
      services.layout,
      uuid,
      lent.filter(({ disk }) => disk === null),
    );
  await returnFiles(services, uuid);
}

/** Gives back what was lent to instances that no process is left of: an agent died before it could write more down. */
export async function takeBackLeftovers(services: HostServices, live: ReadonlySet<string>): Promise<void> {
  for (const uuid of await lentUuids(services.layout)) {
    if (!live.has(uuid)) await takeFilesBack({ services, uuid });
  }
}

/**
 * Writes down that the disks of an instance which has moved here are lent, although its source gave them away: when its
 * process here is gone they go to the agent's own user.
 */
export async function claimArrived(
  { layout }: Pick<HostServices, "layout">,
  { uuid, account }: { readonly uuid: string; readonly account: Account },
  disks: readonly DiskSpec[],
): Promise<void> {
  const found = await Promise.all(writtenFiles(disks).map((file) => identify(file)));
  const claimed = found
    .filter(({ stats }) => stats.uid === account.uid)
    .map(({ stats, ...file }): LentFile => ({ ...file, from: process.getuid?.() ?? 0, to: stats.uid }));
  const lent = await readLent(layout, uuid);
  const others = lent.filter(({ identity }) => !claimed.some((file) => file.identity === identity));
  await writeLent(layout, uuid, [...others, ...claimed]);
}
