import { open } from "node:fs/promises";
import type { DiskSpec, Fault } from "../model/index.ts";

/** The part of a qcow2 header that says what other files the image wants; layout: docs/interop/qcow2.txt of QEMU. */
interface Qcow2Header {
  readonly version: number;
  readonly backingFile: string | undefined;
  readonly externalData: boolean;
}

const qcow2Magic = 0x51_46_49_fb;
const externalDataBit = 1n << 2n;
const headerBytes = 4096;

/**
 * The faults of an image file: not of the format it is said to be, or naming further files. What an image names is text
 * from outside and could be any file of this host, so only images that stand alone are run.
 */
export async function checkImage(path: string, format: DiskSpec["format"], field: string): Promise<Fault[]> {
  if (format !== "qcow2") return [];
  const header = await readQcow2Header(path);
  const fault = (message: string): Fault[] => [{ path: field, message }];
  if (header === undefined)
    return fault(`${path} is not a qcow2 image; if it is a raw disk, set format to "raw"`);
  if (header.version < 2 || header.version > 3)
    return fault(`${path} is qcow2 of version ${header.version}; 2 and 3 are known`);
  if (header.backingFile !== undefined) {
    const fix = `qemu-img rebase -b '' ${path}`;
    return fault(`${path} is an overlay of ${header.backingFile}; make it stand alone with \`${fix}\``);
  }
  return header.externalData
    ? fault(`${path} keeps its data in another file; convert it with qemu-img convert`)
    : [];
}

async function readQcow2Header(path: string): Promise<Qcow2Header | undefined> {
  await using file = await open(path, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
  if (bytesRead < 72 || buffer.readUInt32BE(0) !== qcow2Magic) return undefined;
  const version = buffer.readUInt32BE(4);
  return {
    version,
    backingFile: backingName(buffer.subarray(0, bytesRead)),
    externalData: version >= 3 && bytesRead >= 80 && (buffer.readBigUInt64BE(72) & externalDataBit) !== 0n,
  };
}

function backingName(header: Buffer): string | undefined {
  const offset = Number(header.readBigUInt64BE(8));
  const length = header.readUInt32BE(16);
  if (offset === 0 || length === 0) return undefined;
  const name = header.subarray(offset, offset + Math.min(length, 1023)).toString("utf8");
  return name === "" ? "another file" : name;
}
