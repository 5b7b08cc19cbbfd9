import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { secondsNumber } from "./option-values.ts";
import { Session } from "./session.ts";

interface RebootFlags {
  readonly hard?: true;
  readonly powerCycle?: true;
  readonly patience: number;
}

/** `start`, `stop`, `reboot`, `pause`, `resume`, `suspend`, `delete`: the verbs of one instance. */
export function addPowerCommands(root: Command, surroundings: Surroundings): void {
  const open = (command: Command) => Session.open(command, surroundings);

  root
    .command("start <instance>")
    .description("start an instance")
    .option("--even-in-maintenance", "although its host is in maintenance")
    .action(async (instance: string, flags: { evenInMaintenance?: true }, command: Command) => {
      const session = await open(command);
      const { operation } = await session.client.instances.start.mutate({ instance, ...flags });
      await session.finish(operation, () => `${instance} runs on ${operation.host}`);
    });

  root
    .command("stop <instance>")
    .description("ask the guest to power off, and wait until it has")
    .option("--force", "end QEMU at once; the guest loses what it has not written")
    .option("--patience <seconds>", "how long the guest may take", secondsNumber, 60)
    .action(async (instance: string, flags: { force?: true; patience: number }, command: Command) => {
      const session = await open(command);
      const input = { instance, force: flags.force ?? false, timeoutSeconds: flags.patience };
      const { operation } = await session.client.instances.stop.mutate(input);
      await session.finish(operation, () => `${instance} is stopped`);
    });

  root
    .command("reboot <instance>")
    .description("ask the guest to restart")
    .option("--hard", "reset the machine at once")
    .option("--power-cycle", "take a new QEMU process: changes of the spec and a newer QEMU take effect")
    .option("--patience <seconds>", "how long the guest may take", secondsNumber, 60)
    .action(async (instance: string, flags: RebootFlags, command: Command) => {
      const session = await open(command);
      const { operation } = await session.client.instances.reboot.mutate({
        instance,
        hard: flags.hard ?? false,
        powerCycle: flags.powerCycle ?? false,
        timeoutSeconds: flags.patience,
      });
      await session.finish(operation, () => `${instance} restarts`);
    });

  for (const verb of ["pause", "resume"] as const) {
    root
      .command(`${verb} <instance>`)
      .description(verb === "pause" ? "hold a guest where it is" : "let a held guest go on")
      .action(async (name: string, _flags: object, command: Command) => {
        const session = await open(command);
        const { instance } = await session.client.instances[verb].mutate({ instance: name });
        session.print({ instance }, `${instance.name} is ${instance.state}\n`);
      });
  }

  root
    .command("suspend <instance>")
    .description("keep the guest's memory on disk and end its QEMU; start lets it go on from there")
    .action(async (instance: string, _flags: object, command: Command) => {
      const session = await open(command);
      const { operation } = await session.client.instances.suspend.mutate({ instance });
      await session.finish(operation, () => `${instance} is suspended`);
    });

  root
    .command("delete <instance>")
    .description("remove an instance; its disks stay")
    .option("--disks", "remove its disks too, where they lie below the image directories")
    .action(async (instance: string, flags: { disks?: true }, command: Command) => {
      const session = await open(command);
      const input = { instance, deleteDisks: flags.disks ?? false };
      const { operation } = await session.client.instances.delete.mutate(input);
      await session.finish(operation, () => `${instance} is deleted`);
    });
}
