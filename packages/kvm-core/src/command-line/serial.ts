import { GantryError } from "../model/index.ts";
import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption, textOption } from "./command-option.ts";

/**
 * COM1 to COM4. QEMU appends what the guest writes to a log, from its first byte on, and takes keystrokes from a FIFO.
 *
 * No socket: a full one stops the guest (after 278 bytes that nobody reads), and QEMU 7.2 then logs the refused byte
 * once for each try. `-chardev pipe` opens `<path>.in` and `<path>.out`, whatever these are; `.out` is /dev/null.
 */
export function serialOptions({ spec, paths }: CommandLineInput): CommandOption[] {
  return spec.serial.flatMap((_port, index) => {
    const id = `serial-${index}`;
    const files = paths.serial[index];
    if (files === undefined) {
      throw new GantryError("internal", {
        message: `Serial port ${index} of ${spec.name} has no paths.`,
        hint: "This is a fault in Gantry; report it with the instance's spec.",
      });
    }
    return [
      textOption("-chardev", { id, path: files.endpoint, logfile: files.log, logappend: "on" }, "pipe"),
      jsonOption("-device", { driver: "isa-serial", id, chardev: id, index }),
    ];
  });
}
