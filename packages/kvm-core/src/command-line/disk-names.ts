/*
 * Names of a disk's parts inside QEMU, from the device down to the bytes. A node name has at most 31 characters and a
 * disk's name at most 20; no name of one kind can be that of another.
 *
 *   disk-N  device   →   throttle-N  limits   →   node-N  format   →   file-N  bytes
 *                                                    ↓ backing
 *                                              base1-N  format   →   base1file-N  bytes   …
 */

/** Id of the device the guest sees. */
export function diskDeviceId(name: string): string {
  return `disk-${name}`;
}

/** The filter on top, which the device uses: what is below it may be exchanged, such as by a snapshot. */
export function throttleNode(name: string): string {
  return `throttle-${name}`;
}

/** The node that reads the image's format. */
export function formatNode(name: string): string {
  return `node-${name}`;
}

/** The node that opens the bytes. */
export function fileNodeName(name: string): string {
  return `file-${name}`;
}

/** The two nodes of the image `level` steps below a linked one, counted from 1. */
export function baseNodes(name: string, level: number): { readonly format: string; readonly file: string } {
  return { format: `base${level}-${name}`, file: `base${level}file-${name}` };
}

/** Id of the object that holds a disk's limits. */
export function limitsId(name: string): string {
  return `limits-${name}`;
}

/** The disk that a block node is part of, as QEMU's events name it; undefined for other nodes. */
export function diskOfNode(node: string): string | undefined {
  return /^(?:throttle|node|file|base\d(?:file)?)-([a-z][a-z0-9-]*)$/.exec(node)?.[1];
}

/** The disk whose device a `qdev` of QEMU's answers names: its id, or a path in the object tree that has the id in it. */
export function diskOfDevice(qdev: string | undefined): string | undefined {
  return /(?:^|\/peripheral\/)disk-([a-z][a-z0-9-]*)(?:\/|$)/.exec(qdev ?? "")?.[1];
}

const kinds = ["throttle", "node", "file", "base"];

/** The nodes of one disk in the order in which they can be closed: whatever uses another one first. */
export function fromTheTop(nodes: readonly string[]): string[] {
  const height = (node: string) => {
    const [, kind = "", level = "0", file] = /^(throttle|node|file|base)(\d)?(file)?-/.exec(node) ?? [];
    return kinds.indexOf(kind) * 100 + Number(level) * 2 + (file === undefined ? 0 : 1);
  };
  return nodes.toSorted((a, b) => height(a) - height(b));
}
