import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";

// `id` is the device's, such as "disk-cd".

/** Opens the tray of a drive. A locked one asks the guest, and stays shut without `force` until the guest agrees. */
export async function blockdevOpenTray(
  caller: QmpCaller,
  { id, force = false }: { readonly id: string; readonly force?: boolean },
  options?: Patience,
): Promise<void> {
  await caller.execute("blockdev-open-tray", { id, force }, options);
}

/** Shuts the tray of a drive. */
export async function blockdevCloseTray(caller: QmpCaller, id: string, options?: Patience): Promise<void> {
  await caller.execute("blockdev-close-tray", { id }, options);
}

/** Lays a node into an open, empty drive. */
export async function blockdevInsertMedium(
  caller: QmpCaller,
  { id, nodeName }: { readonly id: string; readonly nodeName: string },
  options?: Patience,
): Promise<void> {
  await caller.execute("blockdev-insert-medium", { id, "node-name": nodeName }, options);
}

/** Takes the medium out of an open drive; its node stays and can be closed. */
export async function blockdevRemoveMedium(caller: QmpCaller, id: string, options?: Patience): Promise<void> {
  await caller.execute("blockdev-remove-medium", { id }, options);
}

/** Opens the tray and takes the medium out, in one. */
export async function eject(
  caller: QmpCaller,
  { id, force = false }: { readonly id: string; readonly force?: boolean },
  options?: Patience,
): Promise<void> {
  await caller.execute("eject", { id, force }, options);
}
