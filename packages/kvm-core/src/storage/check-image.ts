import { realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { BackingImage, DiskSpec, Fault } from "../model/index.ts";
import { signatureIn } from "./known-formats.ts";
import { type Qcow2Header, readQcow2Header } from "./qcow2-header.ts";
import { readImageStart } from "./read-image.ts";

/** What is known of an image before it is looked at. */
export interface ImageClaim {
  readonly path: string;
  readonly format: DiskSpec["format"];
  /** The image that the spec puts below it. */
  readonly backing: BackingImage | undefined;
  /** Dotted path of the field that names it. */
  readonly field: string;
  /**
   * Brought by a person just now. A raw disk that has been a guest's may hold whatever the guest wrote; one that is new
   * here and begins like an image of another format is a mistake.
   */
  readonly isNew: boolean;
}

/**
 * The faults of one image: not of the format it is said to be, or naming files that the spec does not. What an image
 * names is text from outside and could be any file of this host, so nothing is opened because of it.
 */
export async function checkImage(claim: ImageClaim): Promise<Fault[]> {
  const fault = (message: string): Fault[] => [{ path: claim.field, message }];
  if (claim.format === "raw" && !claim.isNew) return [];
  const bytes = await readImageStart(claim.path).catch(() => undefined);
  if (bytes === undefined) return fault(`${claim.path} cannot be read`);
  if (claim.format === "raw") return rawFaults(claim, bytes, fault);
  const reading = readQcow2Header(bytes);
  if (reading === "not qcow2")
    return fault(`${claim.path} is not a qcow2 image; if it is a raw disk, set format to "raw"`);
  if ("refused" in reading) return fault(`${claim.path} is not a sound qcow2 image: ${reading.refused}`);
  const reason = await whyRefused(claim, reading.header);
  return reason === undefined ? [] : fault(reason);
}

function rawFaults({ path }: ImageClaim, bytes: Uint8Array, fault: (message: string) => Fault[]): Fault[] {
  const format = signatureIn(bytes);
  if (format === undefined) return [];
  if (format === "qcow2") return fault(`${path} is a qcow2 image; set format to "qcow2"`);
  return fault(`${path} is a ${format} image; convert it: qemu-img convert -O qcow2`);
}

async function whyRefused(claim: ImageClaim, header: Qcow2Header): Promise<string | undefined> {
  const { path } = claim;
  if (header.encrypted)
    return `${path} is encrypted, which is not supported; decrypt it with qemu-img convert`;
  if (header.dataFile) return `${path} keeps its data in another file; convert it with qemu-img convert`;
  if (header.corrupt)
    return `${path} is marked as corrupt; repair it with \`qemu-img check -r all\` and look at what was lost`;
  return claim.backing === undefined
    ? whyNotAlone(path, header)
    : await whyNotOn(path, header, claim.backing);
}

function whyNotAlone(path: string, { backingFile }: Qcow2Header): string | undefined {
  if (backingFile === undefined) return undefined;
  const shown = JSON.stringify(backingFile);
  return `${path} is an overlay of ${shown}; name that in \`backing\`, or make it stand alone: \`qemu-img rebase -b ''\``;
}

/** The spec alone says what is opened; an image that was made upon another one would show the guest a mixture. */
async function whyNotOn(
  path: string,
  header: Qcow2Header,
  backing: BackingImage,
): Promise<string | undefined> {
  const { backingFile, backingFormat } = header;
  if (backingFile === undefined) return `${path} stands alone; take \`backing\` out of its disk`;
  if (backingFormat !== undefined && backingFormat !== backing.format)
    return `${path} says that its backing file is ${JSON.stringify(backingFormat)}, not ${backing.format}`;
  const [named, meant] = await Promise.all([
    realPath(resolve(dirname(path), backingFile)),
    realPath(backing.file),
  ]);
  if (named === meant) return undefined;
  return `${path} is an overlay of ${JSON.stringify(backingFile)}, not of ${backing.file}`;
}

/** Resolving links reads names only, never a file. */
async function realPath(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}
