import { stat } from "node:fs/promises";
import type { Account } from "../model/account.ts";
import { GantryError } from "../model/index.ts";

/**
 * QEMU opens its tap through /dev/net/tun: it needs the right to that, besides the tap being its own.
 *
 * @param path where the interface stands in the spec.
 * @throws GantryError `network_failed` when this account may not open the device.
 */
export async function assertTunOpen(
  { uid, gid }: Account,
  path: string,
  device = "/dev/net/tun",
): Promise<void> {
  const found = await stat(device).catch(() => undefined);
  // A host without it is told by `ip`, in the kernel's own words.
  if (found === undefined) return;
  const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0;
  if (((found.mode >> shift) & 0o6) === 0o6) return;
  throw new GantryError("network_failed", {
    message: `${path}.network names a bridge, and uid ${uid}, which QEMU runs as, may not open ${device}.`,
    hint: `Allow it: chmod 0666 ${device}. That alone lets nobody make an interface.`,
    details: { path: `${path}.network`, device, uid },
  });
}

/** What is thrown when the kernel does not let us make a tap: which interface wanted one, and how to do without. */
export function refusedTap(thrown: unknown, path: string): GantryError {
  const error = GantryError.from(thrown);
  if (!/not permitted|permission denied/i.test(error.message)) return error;
  return new GantryError("network_failed", {
    message: `${path}.network names a bridge, and the agent may not make network interfaces: ${error.message}`,
    hint: "Run the agent as root or add AmbientCapabilities=CAP_NET_ADMIN to its systemd unit, or use a network in user mode, which needs no rights.",
    details: { ...error.details, path: `${path}.network` },
    cause: error,
  });
}
