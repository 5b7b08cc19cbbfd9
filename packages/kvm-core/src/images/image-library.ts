import { open, readdir, rm, stat } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { createHash } from "node:crypto";
import { GantryError } from "../model/error.ts";
import { type BroughtFormat, type ImageRecord, imageRecordSchema, type ImageSource } from "../model/image.ts";
import { readChecksummed, writeChecksummed } from "../state-dir/index.ts";
import { nameWhenWhole, takeImage } from "../storage/index.ts";
import type { LogLine, OperationContext } from "../instance/index.ts";
import { runStep } from "../instance/operation-context.ts";
import type { Pool } from "./pool.ts";

/** An image with the pool it lies in. */
export interface KeptImage {
  readonly record: ImageRecord;
  readonly pool: Pool;
  readonly path: string;
  /** What it takes of its file system. */
  readonly diskBytes: number;
}

/** What is known of an image whose file is here and whole. */
export interface NewImage {
  readonly name: string;
  readonly pool: Pool;
  /** A file in the pool's `incoming`, ours. It is gone afterwards, whatever happens. */
  readonly part: string;
  readonly format: BroughtFormat | undefined;
  readonly os: string | undefined;
  readonly source: ImageSource;
  readonly addedBy: string;
  /** What the bytes must have. */
  readonly checksum: { readonly algorithm: "sha256" | "sha512"; readonly digest: string } | undefined;
}

/** What others may read: QEMU's account opens an image as what lies below a disk. */
const readableMode = 0o644;
/** Names of records. */
const recordName = /^(.+)\.json$/;

/**
 * The images of one host. Each is a file and a checksummed record beside it; the record says its format, which is never
 * found out by looking again.
 */
export class ImageLibrary {
  readonly pools: readonly Pool[];
  readonly #mostBytes: number;
  readonly #log: LogLine;
  /** Names of images that are on their way in: taken, but not yet to be seen. */
  readonly #reserved = new Set<string>();
  /** How many disks are being made from an image now. */
  readonly #held = new Map<string, number>();

  constructor({ pools, mostBytes, log }: { pools: readonly Pool[]; mostBytes: number; log: LogLine }) {
    this.pools = pools;
    this.#mostBytes = mostBytes;
    this.#log = log;
  }

  /** Most bytes that an image may have, as a file and for its guest. */
  get mostBytes(): number {
    return this.#mostBytes;
  }

  /** The pool of that name, or the first. @throws GantryError `not_found`. */
  pool(name?: string): Pool {
    const found = name === undefined ? this.pools[0] : this.pools.find((pool) => pool.name === name);
    if (found !== undefined) return found;
    const names = this.pools.map((pool) => pool.name).join(", ");
    throw new GantryError("not_found", {
      message: name === undefined ? "This host has no pool." : `There is no pool ${name}.`,
      hint: names === "" ? "Set GANTRY_POOLS." : `There are: ${names}.`,
      details: { path: "pool" },
    });
  }

  /** Every image, by name. One whose record or file cannot be trusted is left out, and told to the log. */
  async list(): Promise<KeptImage[]> {
    const found: KeptImage[] = [];
    for (const pool of this.pools) {
      const names = await readdir(pool.imagesDir).catch(() => []);
      for (const file of names) {
        const name = recordName.exec(file)?.[1];
        const image = name === undefined ? undefined : await this.#read(pool, name);
        if (image !== undefined) found.push(image);
      }
    }
    return found.sort((a, b) => a.record.name.localeCompare(b.record.name));
  }

  /** @throws GantryError `not_found`. */
  async get(name: string): Promise<KeptImage> {
    for (const pool of this.pools) {
      const image = await this.#read(pool, name);
      if (image !== undefined) return image;
    }
    throw new GantryError("not_found", {
      message: `There is no image ${name} on this host.`,
      hint: "`images.list` shows those there are.",
      details: { path: "name", image: name },
    });
  }

  /** Keeps a name for an image that is on its way in. @throws GantryError `name_taken`. */
  async reserve(name: string): Promise<Disposable> {
    if (this.#reserved.has(name)) throw taken(name, "is on its way in");
    this.#reserved.add(name);
    const release = { [Symbol.dispose]: () => void this.#reserved.delete(name) };
    const exists = await this.#exists(name);
    if (!exists) return release;
    release[Symbol.dispose]();
    throw taken(name, "exists already");
  }

  /** Keeps an image from being deleted while a disk is made from it. */
  hold(name: string): Disposable {
    this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
    return { [Symbol.dispose]: () => void this.#held.set(name, (this.#held.get(name) ?? 1) - 1) };
  }

  /**
   * Takes a whole file in as an image: its checksum, what it really is, a conversion where it needs one, its record. Whatever
   * fails, nothing of it is left. The caller holds its name.
   *
   * @throws GantryError `image_refused`, `disk_full`, `cancelled`.
   */
  async add(wanted: NewImage, context: OperationContext): Promise<KeptImage> {
    const { name, pool, part } = wanted;
    await using undo = new AsyncDisposableStack();
    undo.defer(() => rm(part, { force: true }));
    const converted = `${part}.qcow2`;
    undo.defer(() => rm(converted, { force: true }));
    context.mayCancel(true);
    const sha256 = await runStep(context, "verify", () => digestOf(wanted, context));
    const taken = await runStep(context, "examine", () => {
      const onProgress = (share: number) =>
        context.progress(share, `converting ${Math.floor(share * 100)} %`);
      const claim = { path: part, claimed: wanted.format, converted, mostBytes: this.#mostBytes };
      return takeImage({ ...claim, signal: context.signal, onProgress });
    });
    context.mayCancel(false);
    const path = pool.imageFile(name, taken.format);
    await runStep(context, "add", async () => {
      const { source, addedBy, os } = wanted;
      const { format, broughtAs, virtualBytes } = taken;
      await writeChecksummed(pool.recordFile(name), {
        ...{ name, format, broughtAs, virtualBytes, sha256, source, addedBy },
        addedAt: new Date().toISOString(),
        ...(os !== undefined && { os }),
      });
      // A record without its file is nothing: whoever dies here leaves no half image.
      await makeReadable(taken.path);
      await nameWhenWhole(taken.path, path);
    });
    return await this.get(name);
  }

  /** Removes an image that nothing needs. @throws GantryError `not_found`, `file_in_use`. */
  async delete(name: string, usedBy: (path: string) => Promise<readonly string[]>): Promise<void> {
    const { pool, path } = await this.get(name);
    const users = await usedBy(path);
    const inMaking = (this.#held.get(name) ?? 0) > 0;
    if (users.length > 0 || inMaking) throw needed(name, users);
    await rm(path, { force: true });
    await rm(pool.recordFile(name), { force: true });
  }

  async #exists(name: string): Promise<boolean> {
    const files = this.pools.flatMap((pool) => [pool.imageFile(name, "raw"), pool.imageFile(name, "qcow2")]);
    return (await Promise.all(files.map(statOf))).some((found) => found !== undefined);
  }

  async #read(pool: Pool, name: string): Promise<KeptImage | undefined> {
    try {
      const record = await readChecksummed(pool.recordFile(name), imageRecordSchema);
      if (record === undefined) return undefined;
      const path = pool.imageFile(name, record.format);
      const stats = await statOf(path);
      return stats && { record, pool, path, diskBytes: stats.blocks * 512 };
    } catch (error) {
      this.#log("warn", `image ${name} of pool ${pool.name} is not shown`, {
        error: GantryError.from(error).message,
      });
      return undefined;
    }
  }
}

/** SHA-256 of what was brought, and whether it is what was promised. */
async function digestOf({ part, checksum }: NewImage, context: OperationContext): Promise<string> {
  const { signal } = context;
  const sha256 = createHash("sha256");
  const other = checksum?.algorithm === "sha512" ? createHash("sha512") : undefined;
  const { size } = await stat(part);
  let done = 0;
  try {
    for await (const data of createReadStream(part, { highWaterMark: 1024 * 1024, signal })) {
      if (!Buffer.isBuffer(data)) continue;
      sha256.update(data);
      other?.update(data);
      done += data.length;
      context.progress(size === 0 ? 1 : done / size, `verifying ${Math.floor((100 * done) / size)} %`);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  const digest = sha256.digest("hex");
  const actual = other?.digest("hex") ?? digest;
  if (checksum === undefined || checksum.digest === actual) return digest;
  throw new GantryError("image_refused", {
    message: `The image is not taken: its ${checksum.algorithm.toUpperCase()} is ${actual}, not ${checksum.digest}.`,
    hint: "Nothing of it is kept. Compare the checksum with the publisher's, and bring the image again.",
    details: { expected: checksum.digest, actual },
  });
}

async function statOf(path: string) {
  return await stat(path).catch(() => undefined);
}

async function makeReadable(path: string): Promise<void> {
  await using file = await open(path, "r");
  await file.chmod(readableMode);
}

function taken(name: string, how: string): GantryError {
  return new GantryError("name_taken", {
    message: `An image named ${name} ${how}.`,
    hint: "Choose another name, or delete that image first.",
    details: { path: "name", name },
  });
}

function needed(name: string, users: readonly string[]): GantryError {
  const who =
    users.length === 0 ? "a disk is being made from it" : `the disks of ${users.join(", ")} need it`;
  return new GantryError("file_in_use", {
    message: `The image ${name} cannot be deleted: ${who}.`,
    hint:
      users.length === 0 ? "Try again in a moment." : `Delete ${users.join(", ")} first, or keep the image.`,
    details: { image: name, instances: [...users] },
  });
}
