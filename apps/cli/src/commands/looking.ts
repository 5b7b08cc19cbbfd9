import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { duration, table } from "../terminal/table.ts";
import { Session } from "./session.ts";

/** `list`, `show`, `showcmd`: looking at instances. */
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
}
