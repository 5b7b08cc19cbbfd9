import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { duration, table } from "../terminal/table.ts";
import { Session } from "./session.ts";

/** `list`, `show`, `showcmd`, `hosts`, `doctor`: everything that only looks. */
export function addLookingCommands(root: Command, surroundings: Surroundings): void {
  const open = (command: Command) => Session.open(command, surroundings);

  root
    .command("list")
    .description("all instances of all hosts")
    .action(async (_flags: object, command: Command) => {
      const session = await open(command);
      const answer = await session.client.instances.list.query();
      const rows = answer.instances.map(({ name, state, host, cpus, memoryMiB, since }) => [
        ...[name, state, host, String(cpus), `${memoryMiB} MiB`],
        duration(Date.now() - Date.parse(since)),
      ]);
      session.print(answer, table(["NAME", "STATE", "HOST", "CPUS", "MEMORY", "SINCE"], rows));
    });

  root
    .command("show <instance>")
    .description("everything about one instance, as JSON")
    .action(async (instance: string, _flags: object, command: Command) => {
      const session = await open(command);
      const detail = await session.client.instances.get.query({ instance });
      session.print(detail, `${JSON.stringify(detail, null, 2)}\n`);
    });

  root
    .command("showcmd <instance>")
    .description("the QEMU command of an instance, one argument a line")
    .action(async (instance: string, _flags: object, command: Command) => {
      const session = await open(command);
      const answer = await session.client.instances.commandLine.query({ instance });
      session.print(answer, `${answer.argv.join("\n")}\n`);
    });

  root
    .command("hosts")
    .description("all hosts that the agent knows")
    .action(async (_flags: object, command: Command) => {
      const session = await open(command);
      const answer = await session.client.hosts.list.query();
      const rows = answer.hosts.map(({ name, status, instances, cpus, memoryAvailableMiB }) => [
        ...[name, status, String(instances), String(cpus ?? "")],
        memoryAvailableMiB === undefined ? "" : `${memoryAvailableMiB} MiB`,
      ]);
      session.print(answer, table(["NAME", "STATUS", "INSTANCES", "CPUS", "FREE MEMORY"], rows));
    });

  root
    .command("doctor")
    .description("what is wrong or might go wrong on a host, with fixes")
    .option("--host <name>", "another host than the agent's own")
    .action(async (flags: { host?: string }, command: Command) => {
      const session = await open(command);
      const answer = await session.client.host.doctor.query(
        flags.host === undefined ? {} : { host: flags.host },
      );
      const lines = answer.findings.flatMap(({ level, message, fix }) => [
        `${level.padEnd(5)} ${message}`,
        ...(fix === undefined ? [] : [`      ${fix}`]),
      ]);
      session.print(answer, `${lines.join("\n")}\n`);
    });
}
