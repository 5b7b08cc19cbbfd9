import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { table } from "../terminal/table.ts";
import { addEvacuateCommand } from "./evacuate.ts";
import { addMaintenanceCommand, statusOf } from "./maintenance.ts";
import { addMembershipCommands } from "./membership.ts";
import { Session } from "./session.ts";
import { addStopGuestsCommand } from "./stop-guests.ts";

/** `host list`, `host show`, `doctor`: looking at hosts. */
export function addHostCommands(root: Command, surroundings: Surroundings): void {
  const open = (command: Command) => Session.open(command, surroundings);
  const host = root.command("host").description("the hosts that the agent knows");

  host
    .command("list")
    .description("all of them")
    .action(async (_flags: object, command: Command) => {
      const session = await open(command);
      const answer = await session.client.hosts.list.query();
      const rows = answer.hosts.map((one) => [
        ...[one.name, statusOf(one), one.address ?? "", String(one.instances), String(one.cpus ?? "")],
        one.memoryAvailableMiB === undefined ? "" : `${one.memoryAvailableMiB} MiB`,
      ]);
      session.print(answer, table(["NAME", "STATUS", "ADDRESS", "INSTANCES", "CPUS", "FREE MEMORY"], rows));
    });

  host
    .command("show [host]")
    .description("the facts of one, as JSON; the agent's own without a name")
    .action(async (name: string | undefined, _flags: object, command: Command) => {
      const session = await open(command);
      const facts = await session.client.host.info.query(inputOf(name));
      session.print(facts, `${JSON.stringify(facts, null, 2)}\n`);
    });

  addMembershipCommands(host, open);
  addStopGuestsCommand(host, open);
  addMaintenanceCommand(host, open);
  addEvacuateCommand(host, open);

  root
    .command("doctor [host]")
    .description("what is wrong or might go wrong on a host, with fixes")
    .action(async (name: string | undefined, _flags: object, command: Command) => {
      const session = await open(command);
      const answer = await session.client.host.doctor.query(inputOf(name));
      const lines = answer.findings.flatMap(({ level, message, fix }) => [
        `${level.padEnd(5)} ${message}`,
        ...(fix === undefined ? [] : [`      ${fix}`]),
      ]);
      session.print(answer, `${lines.join("\n")}\n`);
    });
}

function inputOf(name: string | undefined): { host?: string } {
  return name === undefined ? {} : { host: name };
}
