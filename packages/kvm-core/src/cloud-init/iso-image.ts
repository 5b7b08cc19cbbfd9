/** One file in the root directory of an image. */
export interface ImageFile {
  /** Letters, digits, `.` and `-`, at most 64. */
  readonly name: string;
  readonly content: Uint8Array;
}

const sectorBytes = 2048;
/** What stands in which sector; the files follow. The first 16 are free for a boot loader, and zero. */
const sectors = { primary: 16, joliet: 17, end: 18, paths: 19, directories: 23, files: 25 } as const;

/** How the two directory trees of the image, of ISO 9660 and of Joliet, spell things. */
interface Spelling {
  readonly name: (file: ImageFile, index: number) => Buffer;
  readonly text: (text: string) => Buffer;
  readonly space: Buffer;
}

const plain: Spelling = {
  // Nobody who reads Joliet sees these names; they have to be upper case, short and different.
  name: (_file, index) => Buffer.from(`FILE${index}.TXT;1`, "latin1"),
  text: (text) => Buffer.from(text, "latin1"),
  space: Buffer.from(" "),
};
const joliet: Spelling = {
  name: ({ name }) => bigEndian16(name),
  text: bigEndian16,
  space: bigEndian16(" "),
};

/**
 * An image of a CD with a few files in its root, as ISO 9660 (ECMA-119) with Joliet names, which Linux, the BSDs and
 * Windows read. Equal input, equal bytes: every date is the same.
 *
 * @param label at most 16 characters.
 */
export function isoImage(label: string, files: readonly ImageFile[]): Buffer {
  const placed = place(files);
  const last = placed.at(-1);
  const total = last === undefined ? sectors.files : last.sector + sectorsOf(last.file.content);
  const image = Buffer.alloc(total * sectorBytes);
  const put = (sector: number, bytes: Uint8Array) => image.set(bytes, sector * sectorBytes);
  put(sectors.primary, volume(1, { label, total, spelling: plain, half: 0 }));
  put(sectors.joliet, volume(2, { label, total, spelling: joliet, half: 1 }));
  put(sectors.end, descriptor(255));
  for (const half of [0, 1] as const) {
    const directory = sectors.directories + half;
    put(sectors.paths + 2 * half, pathTable(directory, "little"));
    put(sectors.paths + 2 * half + 1, pathTable(directory, "big"));
    put(directory, rootDirectory(directory, placed, half === 0 ? plain : joliet));
  }
  for (const { file, sector } of placed) put(sector, file.content);
  return image;
}

interface Placed {
  readonly file: ImageFile;
  readonly sector: number;
}

function place(files: readonly ImageFile[]): Placed[] {
  let next: number = sectors.files;
  return files.map((file) => {
    const sector = next;
    next += sectorsOf(file.content);
    return { file, sector };
  });
}

function sectorsOf({ length }: Uint8Array): number {
  return Math.max(1, Math.ceil(length / sectorBytes));
}

function descriptor(type: number): Buffer {
  const sector = Buffer.alloc(sectorBytes);
  sector[0] = type;
  sector.write("CD001", 1, "latin1");
  sector[6] = 1;
  return sector;
}

/** A volume descriptor, ECMA-119 8.4 and 8.5. `half` says which path tables and directory are its own. */
function volume(
  type: 1 | 2,
  about: {
    readonly label: string;
    readonly total: number;
    readonly spelling: Spelling;
    readonly half: 0 | 1;
  },
): Buffer {
  const { label, total, spelling, half } = about;
  const sector = descriptor(type);
  // Names of system, set, publisher, preparer, application and three files: nothing but spaces.
  for (const [from, to] of [
    [8, 72],
    [190, 813],
  ] as const)
    sector.fill(spelling.space, from, to);
  const name = spelling.text(label);
  sector.set(name, 40);
  sector.set(both32(total), 80);
  // Joliet, level 3: the names are UCS-2.
  if (type === 2) sector.write("%/E", 88, "latin1");
  sector.set(both16(1), 120);
  sector.set(both16(1), 124);
  sector.set(both16(sectorBytes), 128);
  sector.set(both32(pathTableBytes), 132);
  sector.writeUInt32LE(sectors.paths + 2 * half, 140);
  sector.writeUInt32BE(sectors.paths + 2 * half + 1, 148);
  sector.set(rootRecord(sectors.directories + half, 0), 156);
  // Made, changed, expires, good from: not told.
  for (const at of [813, 830, 847, 864]) sector.fill("0", at, at + 16);
  sector[881] = 1;
  return sector;
}

const pathTableBytes = 10;

/** The path table of a tree that has a root only, ECMA-119 9.4. */
function pathTable(directory: number, order: "little" | "big"): Buffer {
  const table = Buffer.alloc(pathTableBytes);
  table[0] = 1;
  if (order === "little") table.writeUInt32LE(directory, 2);
  else table.writeUInt32BE(directory, 2);
  if (order === "little") table.writeUInt16LE(1, 6);
  else table.writeUInt16BE(1, 6);
  return table;
}

function rootDirectory(directory: number, placed: readonly Placed[], spelling: Spelling): Buffer {
  return Buffer.concat([
    rootRecord(directory, 0),
    rootRecord(directory, 1),
    ...placed
      .map(({ file, sector }, index) =>
        record({ name: spelling.name(file, index), sector, bytes: file.content.length, flags: 0 }),
      )
      // Their order is by name, ECMA-119 9.3.
      .sort((a, b) => Buffer.compare(a.subarray(33), b.subarray(33))),
  ]);
}

/** The root's record of itself (0) or of its parent (1), which it is too. */
function rootRecord(directory: number, name: 0 | 1): Buffer {
  return record({ name: Buffer.of(name), sector: directory, bytes: sectorBytes, flags: 2 });
}

/** A directory record, ECMA-119 9.1. */
function record(about: {
  readonly name: Buffer;
  readonly sector: number;
  readonly bytes: number;
  readonly flags: number;
}): Buffer {
  const { name, sector, bytes, flags } = about;
  const length = 33 + name.length + ((name.length + 1) % 2);
  const entry = Buffer.alloc(length);
  entry[0] = length;
  entry.set(both32(sector), 2);
  entry.set(both32(bytes), 10);
  // The first of January 1980, the oldest date that every reader knows.
  entry.set([80, 1, 1], 18);
  entry[25] = flags;
  entry.set(both16(1), 28);
  entry[32] = name.length;
  entry.set(name, 33);
  return entry;
}

function both16(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return bytes;
}

function both32(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
}

function bigEndian16(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}
