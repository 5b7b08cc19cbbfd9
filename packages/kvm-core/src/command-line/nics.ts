import { GantryError, type MachinePlaces, type NicSpec } from "../model/index.ts";
import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";
import { nicNumber, nicPlace } from "./pci-places.ts";

const drivers = { virtio: "virtio-net-pci", e1000: "e1000" } as const;

/** Each interface: what it is attached to on the host, and the card the guest sees. */
export function nicOptions({ spec, places, taps }: CommandLineInput): CommandOption[] {
  return spec.nics.flatMap((nic) => {
    const tap = taps[nicNumber(places, nic)];
    const { netdev, device } = nicHalves(nic, { machine: spec.machine, places, tap });
    return [jsonOption("-netdev", netdev), jsonOption("-device", device)];
  });
}

/** Where an interface is plugged in. */
export interface NicSocket {
  readonly machine: CommandLineInput["spec"]["machine"];
  readonly places: MachinePlaces;
  /** Its tap; undefined for one in user mode. */
  readonly tap: string | undefined;
}

/** The two halves of one interface, the same for the command line and for `netdev_add` and `device_add`. */
export function nicHalves(
  nic: NicSpec,
  { machine, places, tap }: NicSocket,
): { netdev: Record<string, unknown>; device: Record<string, unknown> } {
  const number = nicNumber(places, nic);
  return {
    netdev: { ...netdevOf(nic, tap), id: netdevId(number) },
    device: {
      driver: drivers[nic.model],
      id: nicDeviceId(number),
      netdev: netdevId(number),
      mac: nic.mac,
      ...(nic.model === "virtio" && nic.mtu !== undefined ? { host_mtu: nic.mtu } : {}),
      ...nicPlace(machine, places, nic),
      // No boot ROM: nothing boots from the network, and the ROM's size would become part of the migrated state.
      romfile: "",
    },
  };
}

/** Id of the card the guest sees; `number` is the interface's in its machine. */
export function nicDeviceId(number: number): string {
  return `nic-${number}`;
}

/** The number of the interface whose card has this id; undefined for other devices. */
export function nicNumberOfDevice(id: string): number | undefined {
  const digit = /^nic-([0-7])$/.exec(id)?.[1];
  return digit === undefined ? undefined : Number(digit);
}

/** Id of the host's half. */
export function netdevId(number: number): string {
  return `net-${number}`;
}

function netdevOf({ network, mac }: NicSpec, tap: string | undefined): Record<string, unknown> {
  if ("user" in network) {
    const hostfwd = network.user.forward.map(({ host, guest }) => ({
      str: `tcp:127.0.0.1:${host}-:${guest}`,
    }));
    return { type: "user", ...(hostfwd.length === 0 ? {} : { hostfwd }) };
  }
  if (tap === undefined) {
    throw new GantryError("internal", {
      message: `Interface ${mac ?? ""} has no tap.`,
      hint: "This is a fault in Gantry; report it with the instance's spec.",
    });
  }
  // The sandbox denies spawning: the tap is ready before QEMU starts, no script runs.
  return { type: "tap", ifname: tap, script: "no", downscript: "no", vhost: false };
}
