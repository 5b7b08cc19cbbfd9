import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { type CpioEntry, cpioArchive } from "./cpio.ts";
import type { KernelModule } from "./module-tree.ts";

const ROOT = join(import.meta.dirname, "root");

/** The files of the guest's own making, from the directory `root` beside this file; scripts are executable. */
export async function rootEntries(): Promise<CpioEntry[]> {
  const found = await readdir(ROOT, { recursive: true, withFileTypes: true });
  const entries = found.map(async (entry): Promise<CpioEntry> => {
    const from = join(entry.parentPath, entry.name);
    const path = relative(ROOT, from);
    if (entry.isDirectory()) return { kind: "directory", path };
    const content = await readFile(from);
    return { kind: "file", path, content, executable: content.subarray(0, 2).toString() === "#!" };
  });
  return (await Promise.all(entries)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The modules of a guest: those without which the shell cannot start, and those that may come beside it. */
export interface GuestModules {
  readonly early: readonly KernelModule[];
  readonly late: readonly KernelModule[];
}

/** The initial file system of the guest, compressed: busybox, modules with the order to load them, our own files. */
export function initramfs(root: readonly CpioEntry[], busybox: Uint8Array, modules: GuestModules): Buffer {
  const archive = cpioArchive([
    { kind: "directory", path: "bin" },
    { kind: "file", path: "bin/busybox", content: busybox, executable: true },
    { kind: "link", path: "bin/sh", target: "busybox" },
    { kind: "directory", path: "lib" },
    { kind: "directory", path: "lib/modules" },
    list("early", modules.early),
    list("late", modules.late),
    ...[...modules.early, ...modules.late].map(moduleFile),
    ...root,
  ]);
  return gzipSync(archive, { level: 9 });
}

function list(name: string, modules: readonly KernelModule[]): CpioEntry {
  const lines = modules.map((module) => `${module.name}\n`).join("");
  return { kind: "file", path: `lib/modules/${name}`, content: Buffer.from(lines), executable: false };
}

function moduleFile({ name, content }: KernelModule): CpioEntry {
  return { kind: "file", path: `lib/modules/${name}.ko`, content, executable: false };
}
