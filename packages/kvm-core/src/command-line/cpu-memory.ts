import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, textOption } from "./command-option.ts";

/** CPU models that are whatever this host has: there is nothing to enforce. */
const hostModels: ReadonlySet<string> = new Set(["host", "max"]);

/** CPU model, number of vCPUs and memory. */
export function cpuMemoryOptions({ spec, machine }: CommandLineInput): CommandOption[] {
  return [
    ["-cpu", cpu(machine)],
    // One socket: several guests license or limit by socket, and NUMA is not modelled.
    textOption("-smp", { cpus: spec.cpus, sockets: 1, cores: spec.cpus, threads: 1 }),
    textOption("-m", { size: `${spec.memoryMiB}M` }),
  ];
}

/**
 * Under KVM a model whose features this host lacks must not start: QEMU would drop the features silently and the guest
 * would differ after a migration. TCG emulates none of the newer models fully, so there nothing could start.
 */
function cpu({ cpuModel, accelerator }: CommandLineInput["machine"]): string {
  return accelerator === "kvm" && !hostModels.has(cpuModel) ? `${cpuModel},enforce=on` : cpuModel;
}
