import { createHash, randomBytes } from "node:crypto";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { MIN_BOOT_DISK_BYTES, writeBootSectorDisk } from "@gantry/demo-guest";
import { imagesShownIn } from "./world/host.ts";
import type { HostPlace } from "./world/names.ts";
import type { World } from "./world/world.ts";

/** Where the counter guest keeps its number: sector 3, counted from 1. */
const numberAt = 1024;
/** The guest never writes to what is behind this. */
const contentsFrom = 64 * 1024;
/** So that a copy takes about half a second at the bandwidth of a migration. */
const copiedBytes = 3 * 1024 * 1024;

/** What one host has of a guest's disk. */
export interface DiskFile {
  /** The number that the guest wrote last. */
  readonly number: number;
  /** Whether what the guest never writes to is as it was. */
  readonly isWhole: boolean;
}

/** The disk of a counter guest: one file that both hosts see, or a file of each host under one path. */
export class GuestDisk {
  /** As the spec names it. */
  readonly path: string;
  /** As the campaign sees it. */
  readonly files: Readonly<Record<HostPlace, string>>;
  readonly #contents: string;

  private constructor({ path, files }: Pick<GuestDisk, "path" | "files">, contents: string) {
    this.path = path;
    this.files = files;
    this.#contents = contents;
  }

  /** Both hosts see it. */
  static async makeShared(
    { directory }: World,
    name: string,
    boots: "counter" | "scribbler",
  ): Promise<GuestDisk> {
    const path = join(directory, "shared", `${name}.raw`);
    await writeBootSectorDisk(path, boots);
    const contents = Buffer.alloc(MIN_BOOT_DISK_BYTES - contentsFrom);
    return new GuestDisk({ path, files: { a: path, b: path } }, digest(contents));
  }

  /** On one host. It is full, so that all of it has to be copied. */
  static async makeOwn({ directory, hosts }: World, name: string, on: HostPlace): Promise<GuestDisk> {
    const file = `${name}.raw`;
    const files = { a: join(hosts.a.images, file), b: join(hosts.b.images, file) };
    await writeBootSectorDisk(files[on], "counter", { sizeBytes: copiedBytes });
    const contents = randomBytes(copiedBytes - contentsFrom);
    await using opened = await open(files[on], "r+");
    await opened.write(contents, 0, contents.length, contentsFrom);
    return new GuestDisk({ path: join(imagesShownIn(directory), file), files }, digest(contents));
  }

  /** What a host has of it; undefined: no file. */
  async on(place: HostPlace): Promise<DiskFile | undefined> {
    const bytes = await readFile(this.files[place]).catch(() => undefined);
    if (bytes === undefined) return undefined;
    const isWhole = digest(bytes.subarray(contentsFrom)) === this.#contents;
    return { number: bytes.readUInt16LE(numberAt), isWhole };
  }

  async remove(): Promise<void> {
    for (const file of Object.values(this.files)) await rm(file, { force: true });
  }
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
