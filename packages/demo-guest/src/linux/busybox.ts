import { open, readFile } from "node:fs/promises";
import { DemoGuestError } from "../demo-guest-error.ts";

/** Commands of busybox that the guest cannot do without; which ones it has is chosen when it is compiled. */
const NEEDED_APPLETS = [
  ...["sh", "mount", "umount", "insmod", "setsid", "poweroff", "reboot"],
  ...["acpid", "mke2fs", "blockdev", "ip", "udhcpc"],
];

/**
 * Reads a busybox for the guest.
 *
 * @throws DemoGuestError `unsupported` if it lacks a command the guest needs.
 */
export async function readBusybox(path: string): Promise<Buffer> {
  const program = await readFile(path);
  const missing = NEEDED_APPLETS.filter((applet) => !program.includes(`\0${applet}\0`));
  if (missing.length === 0) return program;
  throw new DemoGuestError(
    "unsupported",
    `${path} lacks ${missing.join(", ")}, which the demo guest needs.`,
    {
      hint: "Install a busybox that has all its commands, such as Debian's busybox-static.",
    },
  );
}

// The parts of an ELF header and of its program headers that say how a program is loaded (see elf(5)).
const ELF_64_LITTLE = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
const MACHINE_X86_64 = 62;
const SEGMENT_INTERPRETER = 3;

/** Whether a file is an x86-64 program that needs no shared library, and so runs where there is nothing else. */
export async function isStaticProgram(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    if (bytesRead < 64 || !buffer.subarray(0, 6).equals(ELF_64_LITTLE)) return false;
    if (buffer.readUInt16LE(18) !== MACHINE_X86_64) return false;
    const [start, size, count] = [
      Number(buffer.readBigUInt64LE(32)),
      buffer.readUInt16LE(54),
      buffer.readUInt16LE(56),
    ];
    if (start + size * count > bytesRead) return false;
    const kinds = Array.from({ length: count }, (_, index) => buffer.readUInt32LE(start + index * size));
    return !kinds.includes(SEGMENT_INTERPRETER);
  } finally {
    await file.close();
  }
}
