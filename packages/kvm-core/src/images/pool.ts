import { chmod, mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { ImageFormat } from "../model/disk-spec.ts";

/** Whoever knows a name below may go to it; nobody sees which names there are. */
const passable = 0o711;
const closed = 0o700;

/** A directory that Gantry fills: `images` that came in, `disks` made from them, `incoming` what is not whole yet. */
export class Pool {
  readonly name: string;
  readonly path: string;

  constructor(name: string, path: string) {
    this.name = name;
    this.path = path;
  }

  get imagesDir(): string {
    return join(this.path, "images");
  }

  get disksDir(): string {
    return join(this.path, "disks");
  }

  /** For files that are not whole yet, and what is known of them. */
  get incomingDir(): string {
    return join(this.path, "incoming");
  }

  imageFile(name: string, format: ImageFormat): string {
    return join(this.imagesDir, `${name}.${format === "raw" ? "img" : "qcow2"}`);
  }

  recordFile(name: string): string {
    return join(this.imagesDir, `${name}.json`);
  }

  /** Makes what is not there yet. QEMU's account goes through to disks and images; what comes in is nobody's to see. */
  async prepare(): Promise<void> {
    for (const [path, mode] of [
      [this.path, passable],
      [this.imagesDir, passable],
      [this.disksDir, passable],
      [this.incomingDir, closed],
    ] as const) {
      if ((await mkdir(path, { recursive: true, mode })) !== undefined) await chmod(path, mode);
    }
  }

  /** Bytes of its file system, and how many of them may still be written. */
  async space(): Promise<{ readonly bytes: number; readonly freeBytes: number }> {
    const { blocks, bavail, bsize } = await statfs(this.path);
    return { bytes: blocks * bsize, freeBytes: bavail * bsize };
  }
}
