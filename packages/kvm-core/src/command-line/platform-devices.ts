import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";
import { fixedPlace, rootPortOptions } from "./pci-places.ts";

/** What every instance has besides its disks and interfaces: PCIe ports, panic notice, entropy, balloon. */
export function platformDeviceOptions({ spec, places }: CommandLineInput): CommandOption[] {
  return [
    ...rootPortOptions(spec.machine, places),
    // I/O port 0x505: a guest that panics says so, and `-action panic=pause` keeps it for inspection.
    jsonOption("-device", { driver: "pvpanic", id: "panic" }),
    jsonOption("-object", { "qom-type": "rng-builtin", id: "entropy" }),
    jsonOption("-device", {
      driver: "virtio-rng-pci",
      id: "rng",
      rng: "entropy",
      ...fixedPlace(spec.machine, "rng"),
    }),
    jsonOption("-device", {
      driver: "virtio-balloon-pci",
      id: "balloon",
      "deflate-on-oom": true,
      ...fixedPlace(spec.machine, "balloon"),
    }),
  ];
}
