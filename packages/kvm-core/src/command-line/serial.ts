import { GantryError } from "../model/index.ts";
import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption, textOption } from "./command-option.ts";

/** COM1 to COM4, each with its socket and, if asked, a log that QEMU itself writes from the guest's first byte. */
export function serialOptions({ spec, paths }: CommandLineInput): CommandOption[] {
  return spec.serial.flatMap((port, index) => {
    const id = `serial-${index}`;
    const files = paths.serial[index];
    if (files === undefined || (port.log && files.log === undefined)) {
      throw new GantryError("internal", {
        message: `Serial port ${index} of ${spec.name} has no socket or log path.`,
        hint: "This is a fault in Gantry; report it with the instance's spec.",
      });
    }
    const log = port.log && files.log !== undefined ? { logfile: files.log, logappend: "on" } : {};
    return [
      textOption("-chardev", { id, path: files.socket, server: "on", wait: "off", ...log }, "socket"),
      jsonOption("-device", { driver: "isa-serial", id, chardev: id, index }),
    ];
  });
}
