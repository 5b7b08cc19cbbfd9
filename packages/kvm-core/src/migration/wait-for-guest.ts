import { formatNode } from "../command-line/index.ts";
import {
  migrateIncoming,
  migrateSetCapabilities,
  nbdExportAdd,
  nbdServerStart,
  type QmpConnection,
} from "../qmp/index.ts";
import type { ProcessPaths } from "../state-dir/index.ts";
import { capabilitiesFor } from "./capabilities.ts";
import type { Arrival } from "./arrival.ts";
import { greetRecoveryMonitor } from "./post-copy/recovery-monitor.ts";

/** Whether a stream of its memory may have to be opened anew. */
export function mayComeByPostCopy({ options }: Arrival["request"]): boolean {
  return options.onTimeout === "post-copy";
}

/**
 * Lets QEMU wait for the memory, and serve the copies, on Unix sockets that only this agent uses. QEMU takes commands in
 * their order, so that they are sent at once. It may still be starting: the answers have as long as the handshake.
 */
export async function waitForGuest(
  monitor: QmpConnection,
  paths: ProcessPaths,
  { request, copies }: Pick<Arrival, "request" | "copies">,
): Promise<void> {
  const patience = { timeoutMs: 10_000 };
  await Promise.all([
    migrateSetCapabilities(monitor, capabilitiesFor(request.options), patience),
    ...(copies.length === 0 ? [] : [nbdServerStart(monitor, paths.nbd, patience)]),
    ...copies.map(({ disk: { name } }) => nbdExportAdd(monitor, { node: formatNode(name), name }, patience)),
    migrateIncoming(monitor, `unix:${paths.migration}`, patience),
  ]);
  if (mayComeByPostCopy(request)) await greetRecoveryMonitor(paths.recoveryMonitor);
}
