/** What the first bytes of a qcow2 image say; layout: docs/interop/qcow2.txt of QEMU. */
export interface Qcow2Header {
  readonly version: 2 | 3;
  /** Bytes the guest sees. */
  readonly virtualBytes: number;
  readonly clusterBytes: number;
  /** Another image that it wants below itself. Text from outside: compared, never opened. */
  readonly backingFile: string | undefined;
  readonly backingFormat: string | undefined;
  /** It keeps the guest's data in another file, whose name may stand in it. */
  readonly dataFile: boolean;
  readonly encrypted: boolean;
  /** QEMU found its tables damaged and has marked it so. */
  readonly corrupt: boolean;
  /** Internal snapshots. */
  readonly snapshots: number;
}

/** A header, or why it is none that may be opened, as a sentence's end: "its L1 table has 99 entries too many". */
export type Qcow2Reading = { readonly header: Qcow2Header } | { readonly refused: string } | "not qcow2";

/** So much of an image is read for its header; QEMU itself writes less than 1 KiB. */
export const headerBytes = 65_536;

const magic = 0x51_46_49_fb;
const leastBytes = { 2: 72, 3: 104 } as const;
const incompatible = { dirty: 1n, corrupt: 2n, dataFile: 4n, compression: 8n, extendedL2: 16n } as const;
const knownIncompatible = Object.values(incompatible).reduce((sum, bit) => sum | bit, 0n);
/** QEMU's own limits (block/qcow2.h): it refuses to open what goes beyond. */
const most = {
  l1Bytes: 32 * 2 ** 20,
  refcountBytes: 8 * 2 ** 20,
  snapshots: 65_536,
  nameBytes: 1023,
} as const;
/** 1 PiB. No disk here is larger, and sums of sectors stay exact. */
const mostVirtualBytes = 2 ** 50;

/**
 * Reads the header of a qcow2 image.
 *
 * @param bytes the image's first bytes, at least {@link headerBytes} of them where it has as many. No length in them is
 *   believed: whatever they hold, nothing outside of them is read and nothing is thrown.
 */
export function readQcow2Header(bytes: Uint8Array): Qcow2Reading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 8 || view.getUint32(0) !== magic) return "not qcow2";
  const version = view.getUint32(4);
  if (version !== 2 && version !== 3) return { refused: `it is of version ${version}; 2 and 3 are known` };
  if (view.byteLength < leastBytes[version]) return { refused: "its header is cut off" };
  const fields = readFields(view, version);
  const fault = faultOf(fields, { least: leastBytes[version], available: view.byteLength });
  if (fault !== undefined) return { refused: fault };
  const extensions = readExtensions(view, fields);
  if (typeof extensions === "string") return { refused: extensions };
  return {
    header: {
      version,
      virtualBytes: Number(fields.virtualBytes),
      clusterBytes: fields.clusterBytes,
      backingFile:
        fields.backingLength === 0n || fields.backingOffset === 0n
          ? undefined
          : textAt(view, Number(fields.backingOffset), Number(fields.backingLength)),
      backingFormat: extensions.backingFormat,
      dataFile: has(fields, "dataFile") || extensions.dataFile,
      encrypted: fields.encryption !== 0,
      corrupt: has(fields, "corrupt"),
      snapshots: fields.snapshots,
    },
  };
}

interface Fields {
  readonly backingOffset: bigint;
  readonly backingLength: bigint;
  readonly clusterBits: number;
  readonly clusterBytes: number;
  readonly virtualBytes: bigint;
  readonly encryption: number;
  readonly l1Entries: number;
  readonly refcountClusters: number;
  readonly snapshots: number;
  readonly incompatible: bigint;
  readonly headerLength: number;
  readonly compression: number;
}

/** The fixed part, whose bytes are there: the caller has counted them. */
function readFields(view: DataView, version: 2 | 3): Fields {
  const clusterBits = view.getUint32(20);
  const headerLength = version === 3 ? view.getUint32(100) : leastBytes[2];
  return {
    backingOffset: view.getBigUint64(8),
    backingLength: BigInt(view.getUint32(16)),
    clusterBits,
    clusterBytes: 2 ** Math.min(clusterBits, 40),
    virtualBytes: view.getBigUint64(24),
    encryption: view.getUint32(32),
    l1Entries: view.getUint32(36),
    refcountClusters: view.getUint32(56),
    snapshots: view.getUint32(60),
    incompatible: version === 3 ? view.getBigUint64(72) : 0n,
    headerLength,
    compression: headerLength > 104 && view.byteLength > 104 ? view.getUint8(104) : 0,
  };
}

/** The first thing wrong with the fixed part, or undefined. */
function faultOf(
  fields: Fields,
  { least, available }: { readonly least: number; readonly available: number },
): string | undefined {
  const { clusterBits, clusterBytes, headerLength, backingOffset, backingLength } = fields;
  if (clusterBits < 9 || clusterBits > 21)
    return `its clusters have 2^${clusterBits} bytes; 2^9 to 2^21 are known`;
  const unknown = fields.incompatible & ~knownIncompatible;
  if (unknown !== 0n) return `it needs features that are not known here (bits 0x${unknown.toString(16)})`;
  if (fields.virtualBytes > BigInt(mostVirtualBytes)) return "its disk is larger than 1 PiB";
  if (fields.l1Entries * 8 > most.l1Bytes)
    return `its L1 table has ${fields.l1Entries} entries, which is too many`;
  if (fields.refcountClusters * clusterBytes > most.refcountBytes)
    return "its table of reference counts is too large";
  if (fields.snapshots > most.snapshots) return `it claims ${fields.snapshots} snapshots`;
  if (headerLength < least || headerLength > clusterBytes || headerLength % 8 !== 0)
    return `its header claims a length of ${headerLength} bytes`;
  if (headerLength > available) return "its header is cut off";
  if (backingLength > BigInt(most.nameBytes)) return "the name of its backing file is too long";
  const nameEnd = backingOffset + backingLength;
  if (nameEnd > BigInt(clusterBytes)) return "the name of its backing file lies outside its header";
  if (nameEnd > BigInt(available)) return "its header is cut off";
  if (fields.compression !== 0 && !has(fields, "compression"))
    return "its compression contradicts its features";
  return undefined;
}

const extensionTypes = { end: 0, backingFormat: 0xe2_79_2a_ca, dataFile: 0x44_41_54_41 } as const;

/** Walks the extensions behind the fixed part; they end before the backing file's name and with the first cluster. */
function readExtensions(
  view: DataView,
  { headerLength, clusterBytes, backingOffset }: Fields,
): { readonly backingFormat: string | undefined; readonly dataFile: boolean } | string {
  const end = Math.min(clusterBytes, backingOffset === 0n ? clusterBytes : Number(backingOffset));
  let backingFormat: string | undefined;
  let dataFile = false;
  for (let at = headerLength; at + 8 <= end; ) {
    if (at + 8 > view.byteLength) return "its header is cut off";
    const type = view.getUint32(at);
    const length = view.getUint32(at + 4);
    if (type === extensionTypes.end) break;
    if (length > end - at - 8) return "one of its header's extensions is longer than the header";
    if (at + 8 + length > view.byteLength) return "its header is cut off";
    if (type === extensionTypes.backingFormat) backingFormat = textAt(view, at + 8, length);
    if (type === extensionTypes.dataFile) dataFile = true;
    at += 8 + Math.ceil(length / 8) * 8;
  }
  return { backingFormat, dataFile };
}

function has({ incompatible: bits }: Fields, feature: keyof typeof incompatible): boolean {
  return (bits & incompatible[feature]) !== 0n;
}

/** Text within bounds that were checked; whatever is no UTF-8 becomes U+FFFD, as this is only ever shown or compared. */
function textAt(view: DataView, offset: number, length: number): string {
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + offset, length));
}
