/** One entry of an archive. Paths have no leading slash; a directory comes before what lies in it. */
export type CpioEntry =
  | { readonly kind: "directory"; readonly path: string }
  | {
      readonly kind: "file";
      readonly path: string;
      readonly content: Uint8Array;
      readonly executable: boolean;
    }
  | { readonly kind: "link"; readonly path: string; readonly target: string };

const TYPE = { directory: 0o040000, file: 0o100000, link: 0o120000 };

/**
 * An archive in cpio's "newc" format, the one the kernel unpacks as initial file system (Linux,
 * Documentation/driver-api/early-userspace/buffer-format.rst). All belongs to root and carries no times, so that
 * equal entries give equal bytes.
 */
export function cpioArchive(entries: readonly CpioEntry[]): Buffer {
  const records = entries.map((entry, index) =>
    record(
      { inode: index + 1, mode: modeOf(entry), links: entry.kind === "directory" ? 2 : 1 },
      entry.path,
      contentOf(entry),
    ),
  );
  return Buffer.concat([...records, record({ inode: 0, mode: 0, links: 1 }, "TRAILER!!!", Buffer.alloc(0))]);
}

function modeOf(entry: CpioEntry): number {
  if (entry.kind === "link") return TYPE.link | 0o777;
  if (entry.kind === "directory" || entry.executable) return TYPE[entry.kind] | 0o755;
  return TYPE.file | 0o644;
}

function contentOf(entry: CpioEntry): Uint8Array {
  if (entry.kind === "file") return entry.content;
  return entry.kind === "link" ? Buffer.from(entry.target) : Buffer.alloc(0);
}

function record(
  node: { inode: number; mode: number; links: number },
  path: string,
  content: Uint8Array,
): Buffer {
  const name = Buffer.from(`${path}\0`);
  const [user, group, time, device, checksum] = [0, 0, 0, 0, 0];
  const numbers = [
    ...[node.inode, node.mode, user, group, node.links, time, content.byteLength],
    ...[device, device, device, device, name.byteLength, checksum],
  ];
  const header = Buffer.from(
    `070701${numbers.map((number) => number.toString(16).padStart(8, "0")).join("")}`,
  );
  return Buffer.concat([padded(Buffer.concat([header, name])), padded(content)]);
}

/** Header with name, and content, each end at a multiple of four bytes. */
function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes], Math.ceil(bytes.byteLength / 4) * 4);
}
