import type { GantryError } from "@gantry/kvm-core/model";

/** The agent's exit code for what kept it from starting: 2 wrong settings, 3 already running, 4 no usable QEMU. */
export function exitCodeOf({ code }: GantryError): number {
  switch (code) {
    case "invalid_input":
    case "port_in_use":
    case "path_refused":
    case "state_damaged":
      return 2;
    case "state_dir_in_use":
      return 3;
    case "qemu_missing":
    case "kvm_unusable":
      return 4;
    default:
      return 1;
  }
}
