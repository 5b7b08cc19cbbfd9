import { bootOptions } from "./boot.ts";
import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, toArguments } from "./command-option.ts";
import { cpuMemoryOptions } from "./cpu-memory.ts";
import { diskOptions } from "./disks.ts";
import { guestAgentOptions } from "./guest-agent.ts";
import { machineOptions } from "./machine.ts";
import { monitorOptions } from "./monitors.ts";
import { nicOptions } from "./nics.ts";
import { platformDeviceOptions } from "./platform-devices.ts";
import { safetyOptions } from "./safety.ts";
import { seedOptions } from "./seed.ts";
import { serialOptions } from "./serial.ts";

/**
 * QEMU's argv, without the binary, for one incarnation of an instance. Pure: whether files exist, taps are up or the
 * machine type is known is somebody else's question.
 *
 * @throws GantryError `invalid_spec` when a disk's network address cannot be taken apart; `internal` when a path, tap or
 *   MAC that the spec asks for was not handed in.
 */
export function buildCommandLine(input: CommandLineInput): string[] {
  return toArguments(commandLineOptions(input));
}

/** The same as {@link buildCommandLine}, still in options: for showing one per line. */
export function commandLineOptions(input: CommandLineInput): CommandOption[] {
  return [
    ...safetyOptions(input),
    ...machineOptions(input),
    ...cpuMemoryOptions(input),
    ...bootOptions(input),
    ...monitorOptions(input),
    ...serialOptions(input),
    ...platformDeviceOptions(input),
    ...guestAgentOptions(input),
    ...diskOptions(input),
    ...seedOptions(input),
    ...nicOptions(input),
    ...(input.incoming ? [["-incoming", "defer"] as const] : []),
  ];
}
