import { type BackingImage, backingChain, type DiskSpec } from "../model/index.ts";
import { baseNodes, fileNodeName, formatNode, limitsId, throttleNode } from "./disk-names.ts";
import { sourceNode } from "./disk-source.ts";
import { fileNode } from "./file-node.ts";

/** Properties of a block node, for `-blockdev` and `blockdev-add`. */
export type BlockNode = Readonly<Record<string, unknown>> & { readonly "node-name": string };

/**
 * The block nodes of a disk in the order in which they are made: each names only what stands before it. None for an
 * empty CD drive.
 *
 * @param index of the disk in the spec, for the path of a fault.
 * @throws GantryError `invalid_spec` when a network address cannot be taken apart.
 */
export function diskNodes(disk: DiskSpec, index: number): BlockNode[] {
  if ("empty" in disk.source) return [];
  const readOnly = isReadOnly(disk);
  return [
    ...baseImages(disk),
    sourceNode(disk, index),
    imageNode(disk, {
      node: formatNode(disk.name),
      file: fileNodeName(disk.name),
      base: baseNodes(disk.name, 1).format,
      readOnly,
    }),
    {
      driver: "throttle",
      "node-name": throttleNode(disk.name),
      "throttle-group": limitsId(disk.name),
      file: formatNode(disk.name),
      // Each node on the way has to let the guest's discards through.
      discard: "unmap",
      "read-only": readOnly,
      "auto-read-only": false,
    },
  ];
}

/** Whether the guest may not write: on a CD never. */
export function isReadOnly({ readOnly, bus }: Pick<DiskSpec, "readOnly" | "bus">): boolean {
  return readOnly || bus === "cdrom";
}

/** The images below a linked one, the farthest first. They are only ever read, by however many disks. */
function baseImages(disk: DiskSpec): BlockNode[] {
  const pairs = backingChain(disk).map((image, index) => {
    const { file, format } = baseNodes(disk.name, index + 1);
    const base = baseNodes(disk.name, index + 2).format;
    return [
      fileNode("file", file, image.file, true),
      imageNode(image, { node: format, file, base, readOnly: true }),
    ];
  });
  return pairs.reverse().flat();
}

/** The format is always named, so that a guest cannot choose it by writing a header onto its disk. */
function imageNode(
  { format, backing }: Pick<BackingImage, "format" | "backing">,
  names: { readonly node: string; readonly file: string; readonly base: string; readonly readOnly: boolean },
): BlockNode {
  return {
    driver: format,
    "node-name": names.node,
    file: names.file,
    // A backing file named inside an image is text from outside and never opened: only what the spec names is.
    ...(format === "qcow2" ? { backing: backing === undefined ? null : names.base } : {}),
    discard: "unmap",
    "read-only": names.readOnly,
    "auto-read-only": false,
  };
}
