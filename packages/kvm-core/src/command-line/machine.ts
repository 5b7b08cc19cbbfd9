import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, textOption } from "./command-option.ts";
import { uefiBlockOptions, uefiFlash } from "./uefi.ts";

/** Machine type with its switches, the clock, and the power states the guest is offered. */
export function machineOptions(input: CommandLineInput): CommandOption[] {
  const { spec, machine } = input;
  return [
    ...uefiBlockOptions(input),
    textOption(
      "-machine",
      {
        accel: machine.accelerator,
        usb: "off",
        vmport: "off",
        "dump-guest-core": "off",
        ...(spec.acpi ? {} : { acpi: "off" }),
        ...uefiFlash(input),
      },
      machine.machineType,
    ),
    ["-rtc", "base=utc"],
    ...(spec.acpi ? withoutSleep(spec.machine) : []),
  ];
}

/** A guest that puts itself to sleep would look paused and no verb would wake it: S3 and S4 are not offered. */
function withoutSleep(machine: CommandLineInput["spec"]["machine"]): CommandOption[] {
  const chip = machine === "q35" ? "ICH9-LPC" : "PIIX4_PM";
  return [
    ["-global", `${chip}.disable_s3=1`],
    ["-global", `${chip}.disable_s4=1`],
  ];
}
