import type { QmpCommandName } from "./vocabulary.ts";

/** Everything that only looks or only tells devices something is answered within a millisecond by a QEMU that is well. */
const quickMs = 5000;

/** These wait inside QEMU for storage or the network: for requests in flight, a flush, a server that answers slowly. */
const patientMs = 30_000;
const patient: ReadonlySet<string> = new Set<QmpCommandName>([
  "block-commit",
  "block-stream",
  "block_resize",
  "blockdev-add",
  "blockdev-backup",
  "blockdev-del",
  "blockdev-insert-medium",
  "blockdev-mirror",
  "blockdev-open-tray",
  "blockdev-remove-medium",
  "blockdev-reopen",
  "blockdev-snapshot",
  "device_add",
  "eject",
  "netdev_add",
  "object-add",
  "transaction",
]);

/** How long the answer to a command may take, in milliseconds, when the caller does not say. */
export function deadlineOf(command: string): number {
  return patient.has(command) ? patientMs : quickMs;
}
