import { GantryError, type NicSpec } from "../model/index.ts";
import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";
import { nicPlace } from "./pci-places.ts";

const drivers = { virtio: "virtio-net-pci", e1000: "e1000" } as const;

/** Each interface: what it is attached to on the host, and the card the guest sees. */
export function nicOptions(input: CommandLineInput): CommandOption[] {
  return input.spec.nics.flatMap((nic, index) => [
    jsonOption("-netdev", { ...netdev(input, nic, index), id: `net-${index}` }),
    jsonOption("-device", {
      driver: drivers[nic.model],
      id: `nic-${index}`,
      netdev: `net-${index}`,
      mac: required(nic.mac, `Interface ${index} of ${input.spec.name} has no MAC.`),
      ...nicPlace(input.spec.machine, index, nic.model),
      // No boot ROM: nothing boots from the network, and the ROM's size would become part of the migrated state.
      romfile: "",
    }),
  ]);
}

function netdev(input: CommandLineInput, { network }: NicSpec, index: number): Record<string, unknown> {
  if ("user" in network) {
    const hostfwd = network.user.forward.map(({ host, guest }) => ({
      str: `tcp:127.0.0.1:${host}-:${guest}`,
    }));
    return { type: "user", ...(hostfwd.length === 0 ? {} : { hostfwd }) };
  }
  const ifname = required(input.taps[index], `Interface ${index} of ${input.spec.name} has no tap.`);
  // The sandbox denies spawning: the tap is ready before QEMU starts, no script runs.
  return { type: "tap", ifname, script: "no", downscript: "no", vhost: false };
}

function required(value: string | undefined, message: string): string {
  if (value !== undefined) return value;
  throw new GantryError("internal", {
    message,
    hint: "This is a fault in Gantry; report it with the instance's spec.",
  });
}
