import type { CommandLineInput } from "./command-line-input.ts";
import type { CommandOption } from "./command-option.ts";

/** A kernel handed to QEMU, or firmware that tries the disks in their order and nothing else. */
export function bootOptions({ spec: { boot } }: CommandLineInput): CommandOption[] {
  if (!("kernel" in boot)) return [["-boot", "menu=off,strict=on"]];
  // These three values are taken literally by QEMU, whatever characters they hold.
  return [
    ["-kernel", boot.kernel],
    ...(boot.initrd === undefined ? [] : [["-initrd", boot.initrd] as const]),
    ...(boot.cmdline === "" ? [] : [["-append", boot.cmdline] as const]),
  ];
}
