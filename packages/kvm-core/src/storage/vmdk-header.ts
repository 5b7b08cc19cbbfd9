const sectorBytes = 512;
/** Longest descriptor that is looked at; VMware and QEMU write 20 sectors. */
const mostDescriptorBytes = 64 * 1024;
/** Kinds whose data all lie in the one file. */
const wholeKinds = ["monolithicsparse", "streamoptimized"];

/**
 * Why a VMDK image may not be opened, as a sentence's end; or the bytes its guest sees. Layout: VMware's "Virtual Disk
 * Format 5.0". What its descriptor names is never opened: a VMDK can be a list of other files, and have a parent.
 *
 * @param bytes its first 256 KiB, or all of it.
 */
export function readVmdkHeader(
  bytes: Uint8Array,
): { readonly virtualBytes: number } | { readonly refused: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (textOf(bytes, 0, 4) !== "KDMV")
    return { refused: "it is a list of other files, or of a kind that VMware itself no longer makes" };
  if (view.byteLength < sectorBytes) return { refused: "its header is cut off" };
  const capacity = view.getBigUint64(12, true);
  // QEMU (block/vmdk.c, vmdk_open_vmdk4) then reads the descriptor as a list of files.
  if (capacity === 0n) return { refused: "it is a list of other files" };
  const offset = Number(view.getBigUint64(28, true)) * sectorBytes;
  const length = Number(view.getBigUint64(36, true)) * sectorBytes;
  if (offset === 0 || length === 0) return { refused: "it has no descriptor" };
  if (length > mostDescriptorBytes) return { refused: "its descriptor is too long" };
  if (offset + length > view.byteLength) return { refused: "its descriptor lies outside its header" };
  const fault = faultOf(textOf(bytes, offset, length));
  return fault === undefined ? { virtualBytes: Number(capacity) * sectorBytes } : { refused: fault };
}

function faultOf(descriptor: string): string | undefined {
  // Whatever stands behind a zero is looked at too: who reads it otherwise shall find nothing more.
  const lines = descriptor.split(/[\0\r\n]+/).map((line) => line.trim());
  const valueOf = (key: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .replaceAll('"', "");
  if (
    /parentfilenamehint/i.test(descriptor) ||
    (valueOf("parentcid") ?? "ffffffff").toLowerCase() !== "ffffffff"
  )
    return "it is an overlay of another file";
  if (!wholeKinds.includes((valueOf("createtype") ?? "").toLowerCase()))
    return "it is spread over several files, or lies on a device";
  const extents = lines.filter((line) => /^(rw|rdonly|noaccess)\b/i.test(line));
  if (extents.length !== 1) return `it is made of ${extents.length} files`;
  if (!/^rw\s+\d+\s+sparse\s+"[^"/\\]+"$/i.test(extents[0] ?? "")) return "it names another file by a path";
  return undefined;
}

function textOf(bytes: Uint8Array, offset: number, length: number): string {
  return new TextDecoder("latin1").decode(bytes.subarray(offset, offset + length));
}
