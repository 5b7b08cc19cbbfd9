import type { Command } from "commander";
import { positiveNumber } from "./option-values.ts";
import type { Session } from "./session.ts";

/** `host invite`, `join`, `remove`, `renew`: which hosts belong together. */
export function addMembershipCommands(host: Command, open: (command: Command) => Promise<Session>): void {
  host
    .command("invite [name]")
    .alias("add")
    .description("print a token with which one more host can join, once; with a name, only that host")
    .option("--minutes <minutes>", "how long it is good, at most 1440", positiveNumber, 10)
    .action(async (name: string | undefined, flags: { minutes: number }, command: Command) => {
      const session = await open(command);
      const input = { ...(name !== undefined && { name }), minutes: flags.minutes };
      const answer = await session.client.hosts.invite.mutate(input);
      const until = new Date(answer.expiresAt).toLocaleTimeString();
      session.note(`On the new host, once and until ${until}:\n\n`);
      session.print(answer, `gantry host join ${answer.token}\n`);
    });

  host
    .command("join <token>")
    .description("let the host of this agent join those that the token comes from")
    .action(async (token: string, _flags: object, command: Command) => {
      const session = await open(command);
      const answer = await session.client.hosts.join.mutate({ token });
      session.print(answer, `${answer.host} belongs to ${answer.hosts.join(", ")} now\n`);
    });

  host
    .command("remove <name>")
    .description("a host belongs to the others no more; its own name makes the host of this agent leave")
    .action(async (name: string, _flags: object, command: Command) => {
      const session = await open(command);
      const answer = await session.client.hosts.remove.mutate({ name });
      session.print(answer, `${name} is removed; its guests run on\n`);
    });

  host
    .command("renew")
    .description("a new certificate for the host of this agent now; in time it comes by itself")
    .action(async (_flags: object, command: Command) => {
      const session = await open(command);
      const answer = await session.client.hosts.renew.mutate();
      session.print(answer, `the certificate of ${answer.host} is good until ${answer.validUntil}\n`);
    });
}
