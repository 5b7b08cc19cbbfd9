import type { BroughtFormat } from "../model/image.ts";
import { signaturesIn } from "./known-formats.ts";
import { type Qcow2Header, readQcow2Header } from "./qcow2-header.ts";
import { readVmdkHeader } from "./vmdk-header.ts";

/** What an image that was brought is; its size where its first bytes say it. */
export interface IdentifiedImage {
  readonly format: BroughtFormat;
  readonly virtualBytes?: number;
}

/** So much of an image is looked at to tell what it is. */
export const identifyingBytes = 256 * 1024;

/**
 * Tells by its own bytes what an image that somebody brings is, once, before any other program reads it; or why it may not
 * come in, as a sentence's end. What can name other files is only taken when it names none.
 *
 * @param bytes the first {@link identifyingBytes}, or all of it.
 * @param claimed what the person who brings it says it is.
 */
export function identifyImage(
  bytes: Uint8Array,
  { claimed, fileBytes }: { readonly claimed: BroughtFormat | undefined; readonly fileBytes: number },
): IdentifiedImage | { readonly refused: string } {
  const signatures = signaturesIn(bytes);
  if (signatures.length > 1)
    return { refused: `it can be taken for ${signatures.join(" and for ")}, and must be one thing` };
  const found = signatures[0] ?? "raw";
  if (claimed !== undefined && claimed !== found)
    return { refused: `it is said to be ${claimed} and begins like ${found}` };
  switch (found) {
    case "raw":
      return fileBytes === 0 ? { refused: "it is empty" } : { format: "raw", virtualBytes: fileBytes };
    case "qcow2":
      return identifyQcow2(bytes);
    case "vmdk": {
      const reading = readVmdkHeader(bytes);
      return "refused" in reading ? reading : { format: "vmdk", virtualBytes: reading.virtualBytes };
    }
    case "vdi":
      return identifyVdi(bytes, fileBytes);
    case "vhdx":
      // Its size stands far behind; QEMU refuses one that has a parent (block/vhdx.c).
      return { format: "vhdx" };
    default:
      return { refused: `it is a ${found} image, which is not taken; convert it to qcow2 where it was made` };
  }
}

function identifyQcow2(bytes: Uint8Array): IdentifiedImage | { readonly refused: string } {
  const reading = readQcow2Header(bytes);
  if (reading === "not qcow2") return { refused: "it is no qcow2 image" };
  if ("refused" in reading) return { refused: `it is not a sound qcow2 image: ${reading.refused}` };
  const refused = faultOfQcow2(reading.header);
  return refused === undefined ? { format: "qcow2", virtualBytes: reading.header.virtualBytes } : { refused };
}

function faultOfQcow2({ backingFile, dataFile, encrypted, corrupt }: Qcow2Header): string | undefined {
  if (backingFile !== undefined) return `it is an overlay of ${JSON.stringify(backingFile)}`;
  if (dataFile) return "it keeps its data in another file";
  if (encrypted) return "it is encrypted";
  return corrupt ? "it is marked as corrupt" : undefined;
}

/** Layout: struct VdiHeader of block/vdi.c. */
const vdi = {
  ...{ type: 0x4c, dataAt: 0x158, size: 0x170, blockBytes: 0x178, blocks: 0x184 },
  ...{ link: 0x1a8, end: 0x1c8 },
} as const;

function identifyVdi(bytes: Uint8Array, fileBytes: number): IdentifiedImage | { readonly refused: string } {
  if (bytes.length < vdi.end) return { refused: "its header is cut off" };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = view.getUint32(vdi.type, true);
  // The uuids of its link and of its parent.
  const isOverlay = bytes.subarray(vdi.link, vdi.end).some((byte) => byte !== 0);
  if ((type !== 1 && type !== 2) || isOverlay) return { refused: "it is an overlay of another file" };
  const blocks = view.getUint32(vdi.blocks, true) * view.getUint32(vdi.blockBytes, true);
  // `qemu-img check` looks at the map only, and reads zeros behind the end.
  if (view.getUint32(vdi.dataAt, true) + blocks > fileBytes) return { refused: "it is cut off" };
  return { format: "vdi", virtualBytes: Number(view.getBigUint64(vdi.size, true)) };
}
