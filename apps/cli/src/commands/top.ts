import { ReadStream, WriteStream } from "node:tty";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { drawUntilQuit } from "../terminal/live-screen.ts";
import { byUsage, type UsageRow, usageTable } from "../terminal/usage-table.ts";
import { Session } from "./session.ts";

/** The agents read their processes each two seconds while somebody looks. */
const everyMs = 2000;

/** `top`: what all instances use now, the busiest first. */
export function addTopCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("top")
    .description("what instances use now, the busiest first; at a terminal again and again until q")
    .action(async (_flags: object, command: Command) => {
      const session = await Session.open(command, surroundings);
      const { stdin: keys, stdout: screen, interrupted: signal } = surroundings;
      if (session.isJson || !(keys instanceof ReadStream && screen instanceof WriteStream)) {
        const rows = await rowsOf(session);
        return session.print({ instances: rows }, usageTable(rows));
      }
      return drawUntilQuit({ keys, screen, signal }, everyMs, async () => {
        const rows = await rowsOf(session);
        return `${rows.length} ${rows.length === 1 ? "instance" : "instances"}, q leaves\n\n${usageTable(rows)}`;
      });
    });
}

async function rowsOf({ client }: Session): Promise<UsageRow[]> {
  const [{ instances }, usage] = await Promise.all([
    client.instances.list.query(),
    client.instances.usage.query(),
  ]);
  return byUsage(instances, usage.instances);
}
