import { open } from "node:fs/promises";
import type { Fault } from "../model/index.ts";

/** Bytes in which QEMU looks for the multiboot header (Multiboot specification 0.6.96, section 3.1). */
const searchedBytes = 8192;
const linuxMagicOffset = 0x202;
const multibootMagic = Buffer.from([0x02, 0xb0, 0xad, 0x1b]);

/**
 * Refuses the one case in which QEMU takes a path apart: the initrd of a multiboot kernel is a list of modules with
 * arguments to it, so a comma or space in the path would open other files. A Linux kernel's initrd is taken literally.
 */
export async function checkInitrdPath(kernel: string, initrd: string): Promise<Fault[]> {
  if (!/[ ,]/.test(initrd) || !(await isMultiboot(kernel))) return [];
  const message = `${initrd} cannot be handed to a multiboot kernel: rename it so that it has no comma and no space`;
  return [{ path: "boot.initrd", message }];
}

async function isMultiboot(kernel: string): Promise<boolean> {
  await using file = await open(kernel, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(searchedBytes), 0, searchedBytes, 0);
  const start = buffer.subarray(0, bytesRead);
  const linux = start.subarray(linuxMagicOffset, linuxMagicOffset + 4).toString("latin1") === "HdrS";
  return !linux && start.includes(multibootMagic);
}
