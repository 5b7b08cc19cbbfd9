import type { GuestInfo } from "@gantry/kvm-core/model";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { Session } from "./session.ts";

/** `guest info`: what only the guest itself can tell. */
export function addGuestCommands(root: Command, surroundings: Surroundings): void {
  root
    .command("guest")
    .description("what the guest's own agent tells")
    .command("info <instance>")
    .description("its system, addresses and file systems; nothing of it is proven")
    .action(async (instance: string, _flags: object, command: Command) => {
      const session = await Session.open(command, surroundings);
      const info = await session.client.guest.info.query({ instance });
      session.print(info, `${guestText(info).join("\n")}\n`);
    });
}

function guestText({ agent, hostName, os, interfaces = [], fileSystems = [] }: GuestInfo): string[] {
  const system = [os?.name ?? os?.id, os?.version, os?.kernel].filter((word) => word !== undefined);
  return [
    ...(hostName === undefined ? [] : [`host name     ${hostName}`]),
    ...(system.length === 0 ? [] : [`system        ${system.join(", ")}`]),
    ...interfaces.map(({ name, addresses }) => `interface     ${name} ${addresses.join(" ")}`.trimEnd()),
    ...fileSystems.map(
      ({ mountPoint, type, usedBytes, totalBytes }) =>
        `file system   ${mountPoint} (${type})${share(usedBytes, totalBytes)}`,
    ),
    `guest agent   ${agent}`,
  ];
}

function share(used: number | undefined, total: number | undefined): string {
  if (used === undefined || total === undefined || total === 0) return "";
  return `, ${Math.round((100 * used) / total)} % of ${Math.round(total / 2 ** 20)} MiB used`;
}
