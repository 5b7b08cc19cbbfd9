import {
  attachNicInput,
  GantryError,
  limitNicInput,
  linkNicInput,
  parseOrThrow,
} from "@gantry/kvm-core/model";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { type Forward, portForwards, positiveNumber, secondsNumber } from "./option-values.ts";
import { Session } from "./session.ts";

interface AttachFlags {
  readonly bridge?: string;
  readonly vlan?: number;
  readonly user?: true;
  readonly forward: readonly Forward[];
  readonly mac?: string;
  readonly model?: string;
  readonly mtu?: number;
}

/** `nic attach`, `detach`, `link`, `limit`: the network interfaces of one instance, running or not. */
export function addNicCommands(root: Command, surroundings: Surroundings): void {
  const nic = root.command("nic").description("the network interfaces of an instance, running or not");
  addPlugs(nic, surroundings);
  addChanges(nic, surroundings);
}

function addPlugs(nic: Command, surroundings: Surroundings): void {
  nic
    .command("attach <instance>")
    .description("plug an interface in; a running guest sees it at once")
    .option("--bridge <name>", "on this bridge of the host")
    .option("--vlan <number>", "in this VLAN of the bridge", positiveNumber)
    .option("--user", "in user mode: the guest reaches out, and in by forwards")
    .option(
      "--forward <host:guest>",
      "a TCP port of the host's loopback for one of the guest",
      portForwards,
      [],
    )
    .option("--mac <address>", "its address; made up if not said")
    .option("--model <model>", "virtio or e1000; virtio if not said")
    .option("--mtu <bytes>", "its largest packet; the bridge's if not said", positiveNumber)
    .action(async (instance: string, flags: AttachFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const { mac, model, mtu } = flags;
      const wanted = { instance, nic: { network: networkOf(flags), mac, model, mtu } };
      const input = parseOrThrow(attachNicInput, wanted, { what: "The network interface" });
      const answer = await session.client.nics.attach.mutate(input);
      session.print(answer, `${answer.instance.name} has ${answer.nic.name}, ${answer.nic.mac}\n`);
    });

  nic
    .command("detach <instance> <nic>")
    .description("ask the guest to let an interface go, and unplug it; named by MAC or as nic-0")
    .option("--patience <seconds>", "how long the guest may take", secondsNumber, 30)
    .action(async (instance: string, name: string, flags: { patience: number }, command: Command) => {
      const session = await Session.open(command, surroundings);
      const input = { instance, nic: name, timeoutSeconds: flags.patience };
      const { operation } = await session.client.nics.detach.mutate(input);
      await session.finish(operation, () => `${instance} has no ${name} any more`);
    });
}

function networkOf({ bridge, vlan, user, forward }: AttachFlags): object {
  const isUser = user === true || forward.length > 0;
  if (isUser === (bridge !== undefined)) {
    throw new GantryError("invalid_input", {
      message: `A network interface has one network, and ${isUser ? "two are" : "none is"} named.`,
      hint: "Give --bridge, or --user with its forwards.",
    });
  }
  return isUser ? { user: { forward } } : { bridge, vlan };
}

function addChanges(nic: Command, surroundings: Surroundings): void {
  nic
    .command("link <instance> <nic> <up|down>")
    .description("put the cable in, or pull it")
    .action(async (...[instance, name, link, _flags, command]: [string, string, string, object, Command]) => {
      const session = await Session.open(command, surroundings);
      const input = parseOrThrow(linkNicInput, { instance, nic: name, link }, { what: "The link" });
      const answer = await session.client.nics.setLink.mutate(input);
      session.print(answer, `${name} of ${answer.instance.name} is ${link}\n`);
    });

  nic
    .command("limit <instance> <nic>")
    .description("limit what an interface carries; a direction that is not named is not limited")
    .option("--receive <mbit>", "Mbit/s that the guest receives", positiveNumber)
    .option("--transmit <mbit>", "Mbit/s that the guest sends", positiveNumber)
    .action(
      async (
        instance: string,
        name: string,
        flags: { receive?: number; transmit?: number },
        command: Command,
      ) => {
        const session = await Session.open(command, surroundings);
        const rate = { receiveMbit: flags.receive, transmitMbit: flags.transmit };
        const isLimited = rate.receiveMbit !== undefined || rate.transmitMbit !== undefined;
        const wanted = { instance, nic: name, ...(isLimited && { rate }) };
        const input = parseOrThrow(limitNicInput, wanted, { what: "The limit" });
        const answer = await session.client.nics.limit.mutate(input);
        session.print(answer, `${name} of ${answer.instance.name} is ${isLimited ? "" : "not "}limited\n`);
      },
    );
}
