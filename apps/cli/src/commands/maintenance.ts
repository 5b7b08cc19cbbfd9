import type { HostSummary } from "@gantry/kvm-core/model";
import { type Command, Argument } from "commander";
import type { Session } from "./session.ts";

/** `host maintenance HOST on|off`: no guest is started on it or moves to it while it lasts. */
export function addMaintenanceCommand(host: Command, open: (command: Command) => Promise<Session>): void {
  host
    .command("maintenance <host>")
    .description("no guest is started on it or moves to it while it lasts; those that run are not touched")
    .addArgument(new Argument("<on|off>", "begin or end it").choices(["on", "off"]))
    .option("--reason <text>", "why, for everybody who looks at the host")
    .action(async (name: string, wanted: string, flags: { reason?: string }, command: Command) => {
      const session = await open(command);
      const on = wanted === "on";
      const input = { host: name, on, ...(flags.reason !== undefined && { reason: flags.reason }) };
      const answer = await session.client.hosts.maintenance.mutate(input);
      session.print(answer, on ? `${name} is in maintenance; its guests run on\n` : `${name} takes guests\n`);
    });
}

/** The state of a host in a list. */
export function statusOf({ status, maintenance }: HostSummary): string {
  return maintenance === undefined ? status : `${status}, maintenance`;
}
