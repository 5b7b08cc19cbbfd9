import { constants } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import * as z from "zod";
import { type BroughtFormat, GantryError } from "../model/index.ts";
import { type ConfinedAccount, type ConfinedEnd, confinedQemuImg } from "./confined-qemu-img.ts";
import { type IdentifiedImage, identifyImage, identifyingBytes } from "./identify-image.ts";

/** An image file that a person brought, and what may become of it. */
export interface BroughtImage {
  /** Ours, and whole. */
  readonly path: string;
  readonly claimed: BroughtFormat | undefined;
  /** Where a conversion goes; a name that nothing has. */
  readonly converted: string;
  /** Most bytes that its guest may see. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  /** Told a share from 0 to 1 of a conversion. */
  readonly onProgress: (share: number) => void;
}

/** The image as it is kept: where, in which format, and how large. */
export interface TakenImage {
  readonly path: string;
  readonly format: "raw" | "qcow2";
  readonly broughtAs: BroughtFormat;
  readonly virtualBytes: number;
}

/** The account `nobody` of every Linux (linux/highuid.h), for when we are root. */
const nobody: ConfinedAccount = { uid: 65_534, gid: 65_534 };
const own = "/proc/self/fd/3";
const infoSchema = z.looseObject({ "virtual-size": z.int().min(0) });
const checkSchema = z.looseObject({ corruptions: z.int().optional(), "check-errors": z.int().optional() });

/**
 * Examines an image that somebody brought, and converts it to qcow2 when it is of a format that guests do not run on here.
 * Raw and qcow2 images stay the file they are.
 *
 * @throws GantryError `image_refused` with the reason; `disk_full`; `qemu_missing`; `cancelled`.
 */
export async function takeImage(image: BroughtImage): Promise<TakenImage> {
  await using file = await open(image.path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(new Uint8Array(identifyingBytes), 0, identifyingBytes, 0);
  const identified = identifyImage(buffer.subarray(0, bytesRead), {
    claimed: image.claimed,
    fileBytes: size,
  });
  if ("refused" in identified) throw refused(identified.refused);
  assertSize(identified.virtualBytes ?? 0, image.mostBytes);
  if (identified.format === "raw") {
    return { path: image.path, format: "raw", broughtAs: "raw", virtualBytes: size };
  }
  await using _lent = await lend(file);
  const virtualBytes = await examine(identified, { ...image, file });
  if (identified.format === "qcow2")
    return { path: image.path, format: "qcow2", broughtAs: "qcow2", virtualBytes };
  await convert(identified.format, { ...image, file });
  return { path: image.converted, format: "qcow2", broughtAs: identified.format, virtualBytes };
}

type Opened = BroughtImage & { readonly file: FileHandle };

/** qemu-img itself says how large it is and whether its tables are whole: one that is cut off has lost clusters. */
async function examine({ format }: IdentifiedImage, image: Opened): Promise<number> {
  const name = nameOf(format);
  const run = { files: [image.file], account: accountForUs(), mostFileBytes: 0, signal: image.signal };
  const info = await confinedQemuImg(["info", "--output=json", name], run);
  const facts = infoSchema.safeParse(parseJson(info.stdout));
  if (info.code !== 0 || !facts.success) throw refused(`qemu-img does not open it: ${wordsOf(info)}`);
  assertSize(facts.data["virtual-size"], image.mostBytes);
  const check = await confinedQemuImg(["check", "--output=json", name], run);
  const found = checkSchema.safeParse(parseJson(check.stdout));
  // 3 means clusters that nothing uses: they take room, and harm nothing.
  const isSound = check.code === 0 || check.code === 3;
  const hasErrors = found.success && (found.data.corruptions ?? 0) + (found.data["check-errors"] ?? 0) > 0;
  if (!isSound || hasErrors) throw refused("it is damaged or not whole: `qemu-img check` finds errors in it");
  return facts.data["virtual-size"];
}

async function convert(format: BroughtFormat, image: Opened): Promise<void> {
  await using undo = new AsyncDisposableStack();
  await using target = await open(image.converted, "wx+", 0o600);
  undo.defer(() => rm(image.converted, { force: true }));
  const end = await runConversion(format, image, target);
  if (end.code !== 0) throw notConverted(end, image.converted);
  await target.sync();
  undo.move();
}

async function runConversion(format: BroughtFormat, image: Opened, target: FileHandle): Promise<ConfinedEnd> {
  await using _lent = await lend(target);
  return await confinedQemuImg(["convert", "-p", "-O", "qcow2", nameOf(format), "/proc/self/fd/4"], {
    files: [image.file, target],
    account: accountForUs(),
    // Tables of a qcow2 image take less than a 64th of what they describe.
    mostFileBytes: image.mostBytes + image.mostBytes / 64 + 1024 ** 2,
    signal: image.signal,
    onOutput: (text) => {
      const percent = text.match(/([\d.]+)\/100%/g)?.at(-1);
      if (percent !== undefined) image.onProgress(Number.parseFloat(percent) / 100);
    },
  });
}

/** Format and file by name, nothing below it: nothing is probed, and nothing that stands in the image is followed. */
function nameOf(format: BroughtFormat): string {
  const file = { driver: "file", filename: own, locking: "off" };
  const below = format === "qcow2" || format === "vmdk" ? { backing: null } : {};
  return `json:${JSON.stringify({ driver: format, file, ...below })}`;
}

function accountForUs(): ConfinedAccount | undefined {
  return process.getuid?.() === 0 ? nobody : undefined;
}

/** A descriptor of a file is opened anew through /proc, which asks for a right to the file itself. */
async function lend(file: FileHandle): Promise<AsyncDisposable> {
  const account = accountForUs();
  if (account === undefined) return { [Symbol.asyncDispose]: async () => undefined };
  const { uid, gid } = await file.stat();
  await file.chown(account.uid, account.gid);
  return { [Symbol.asyncDispose]: () => file.chown(uid, gid) };
}

function assertSize(virtualBytes: number, mostBytes: number): void {
  if (virtualBytes <= mostBytes) return;
  const gib = (bytes: number) => `${Math.round(bytes / 1024 ** 3)} GiB`;
  throw refused(
    `its disk has ${gib(virtualBytes)}, and at most ${gib(mostBytes)} are taken; GANTRY_IMAGE_MAX_GIB allows more`,
  );
}

function refused(why: string): GantryError {
  return new GantryError("image_refused", {
    message: `The image is not taken: ${why}.`,
    hint: "Nothing of it is kept. Bring it as one whole file: `qemu-img convert -O qcow2` makes one.",
  });
}

function notConverted(end: ConfinedEnd, path: string): GantryError {
  if (end.stderr.includes("No space left")) {
    return new GantryError("disk_full", {
      message: "There is no space to convert the image.",
      hint: "Free space on that file system, or choose another pool.",
      details: { path },
    });
  }
  return refused(`it could not be converted: ${wordsOf(end)}`);
}

function wordsOf({ stderr, code }: ConfinedEnd): string {
  const line =
    stderr
      .trim()
      .split("\n")
      .at(-1)
      ?.replace(/^qemu-img: /, "") ?? "";
  return line === "" ? `qemu-img ended with ${code ?? "a signal"}` : line.slice(0, 300);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
