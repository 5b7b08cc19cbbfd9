import type { ArgumentsOf } from "../vocabulary.ts";
import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";

/**
 * Members of one QMP object whose names depend on its driver or type, such as a block node's. What the command line gets
 * as JSON is plugged in by the same words, and those who build them do not know QMP.
 */
export type Members = Readonly<Record<string, unknown>>;

/** One step of a {@link transaction}, such as `{type: "blockdev-backup", data: {...}}`. */
export type TransactionAction = ArgumentsOf<"transaction">["actions"][number];

/** A bitmap that marks what a guest writes from now on. */
export interface NewBitmap {
  readonly name: string;
  /** Kept in the qcow2 file when QEMU ends; raw images cannot. */
  readonly persistent?: boolean;
  /** Bytes that one bit stands for, a power of two from 512. */
  readonly granularity?: number;
}

/** Opens a block node (`driver`, `node-name`, ...); its files are locked and read from now on. */
export async function blockdevAdd(caller: QmpCaller, node: Members, options?: Patience): Promise<void> {
  await caller.executeUnchecked("blockdev-add", node, options);
}

/** Closes a block node that nothing uses. QEMU refuses while a device, a job or another node holds it. */
export async function blockdevDel(caller: QmpCaller, nodeName: string, options?: Patience): Promise<void> {
  await caller.execute("blockdev-del", { "node-name": nodeName }, options);
}

/** Makes a node `sizeBytes` long; the guest sees it at once. QEMU would shrink too, and lose what was beyond. */
export async function blockResize(
  caller: QmpCaller,
  { nodeName, sizeBytes }: { readonly nodeName: string; readonly sizeBytes: number },
  options?: Patience,
): Promise<void> {
  await caller.execute("block_resize", { "node-name": nodeName, size: sizeBytes }, options);
}

/**
 * Puts `overlay` on top of `node`: from now on writes go to it. The overlay is a node of its own that was opened with
 * `"backing": null`.
 */
export async function blockdevSnapshot(
  caller: QmpCaller,
  { node, overlay }: { readonly node: string; readonly overlay: string },
  options?: Patience,
): Promise<void> {
  await caller.execute("blockdev-snapshot", { node, overlay }, options);
}

/** Begins to mark what is written to `node`. */
export async function blockDirtyBitmapAdd(
  caller: QmpCaller,
  node: string,
  bitmap: NewBitmap,
  options?: Patience,
): Promise<void> {
  await caller.execute("block-dirty-bitmap-add", { node, ...bitmap }, options);
}

/** Forgets a bitmap, in the image too. */
export async function blockDirtyBitmapRemove(
  caller: QmpCaller,
  { node, name }: { readonly node: string; readonly name: string },
  options?: Patience,
): Promise<void> {
  await caller.execute("block-dirty-bitmap-remove", { node, name }, options);
}

/** Does all the actions at one moment of the guest's time, or none of them. Jobs in it begin together. */
export async function transaction(
  caller: QmpCaller,
  actions: readonly TransactionAction[],
  options?: Patience,
): Promise<void> {
  await caller.execute("transaction", { actions }, options);
}
