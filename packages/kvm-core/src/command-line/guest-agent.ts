import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption, textOption } from "./command-option.ts";
import { fixedPlace } from "./pci-places.ts";

/** The port's id, which its VSERPORT_CHANGE events carry, and the label of its chardev. */
const id = "guest-agent";

/** The name under which the QEMU guest agent looks for its port, on every operating system. */
const portName = "org.qemu.guest_agent.0";

/**
 * The channel to the agent inside the guest. A socket may fill up here: virtio-serial then lets the guest's writer
 * wait, and nothing else of the guest.
 */
export function guestAgentOptions({ spec, paths }: CommandLineInput): CommandOption[] {
  if (!spec.guestAgent) return [];
  return [
    textOption("-chardev", { id, path: paths.guestAgent, server: "on", wait: "off" }, "socket"),
    jsonOption("-device", {
      driver: "virtio-serial-pci",
      id: "channels",
      max_ports: 2,
      ...fixedPlace(spec.machine, "channels"),
    }),
    jsonOption("-device", {
      driver: "virtserialport",
      id,
      bus: "channels.0",
      nr: 1,
      chardev: id,
      name: portName,
    }),
  ];
}
