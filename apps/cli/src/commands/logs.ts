import type { Command } from "commander";
import { listBoots } from "../logs/list-boots.ts";
import { iso } from "../logs/log-output.ts";
import { showLog, showRawLog } from "../logs/show-log.ts";
import type { Surroundings } from "../surroundings.ts";
import { bootReference, consolePort, moment, positiveNumber } from "./option-values.ts";
import { Session } from "./session.ts";

interface LogFlags {
  readonly boot?: number;
  readonly all?: true;
  readonly since?: number;
  readonly timestamps?: true;
  readonly follow?: true;
  readonly search?: string;
  readonly matchCase?: true;
  readonly limit: number;
  readonly raw?: true;
  readonly boots?: true;
  readonly clear?: true;
  readonly port: number;
}

const more = `
Lines are printed as a person reads them: without control sequences and control characters, safe in any terminal. --raw
prints the guest's bytes as they are. With --json each line is an object: boot, line, seq (number of its first byte), at,
text. Without --boot it is the present boot; with --since every boot that is kept.

T is a time such as 2026-05-04T12:00:00Z, or how long ago: 90s, 15m, 2h, 7d.
`;

/** `logs NAME`: what the guest said, line by line. */
export function addLogsCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("logs <instance>")
    .description("what the guest wrote to its serial console, as lines")
    .option(
      "--boot <number>",
      "of this boot: its number, or 0 the present one, -1 the one before",
      bootReference,
    )
    .option("--all", "of every boot that is kept")
    .option("--since <T>", "only what arrived since then", moment)
    .option("--timestamps", "when each line arrived, UTC")
    .option("--follow", "and what comes, until Ctrl-C; over reboots, agents' deaths and migrations")
    .option("--search <text>", "only lines that hold this text, with boot and number of the line")
    .option("--match-case", "with --search: capitals matter")
    .option("--limit <number>", "with --search: at most so many, the newest", positiveNumber, 100)
    .option("--raw", "the guest's bytes as they are")
    .option("--boots", "list the boots instead")
    .option("--clear", "forget all of it, for good")
    .option("--port <number>", "serial port, counted from 0", consolePort, 0)
    .addHelpText("after", more)
    .action(async (instance: string, flags: LogFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const { port, search } = flags;
      if (flags.clear) return await clear(session, instance, port);
      if (flags.boots) return await listBoots(session, instance, port);
      if (search !== undefined) return await find(session, instance, { ...flags, text: search });
      const boot = flags.boot ?? (flags.all || flags.since !== undefined ? undefined : 0);
      if (flags.raw) return await showRawLog(session, { instance, port, boot });
      await showLog(session, {
        ...{ instance, port, boot, since: flags.since, json: session.isJson },
        timestamps: flags.timestamps ?? false,
        follow: flags.follow ?? false,
      });
    });
}

async function clear(session: Session, instance: string, port: number): Promise<void> {
  const answer = await session.client.console.clear.mutate({ instance, port });
  session.print(answer, `the log of ${instance} is empty\n`);
}

async function find(
  session: Session,
  instance: string,
  flags: LogFlags & { readonly text: string },
): Promise<void> {
  const { port, text, limit, boot } = flags;
  const answer = await session.client.console.search.query({
    ...{ instance, port, text, limit, matchCase: flags.matchCase ?? false },
    ...(boot === undefined ? {} : { boot }),
  });
  const hits = answer.hits.filter(
    ({ at }) => flags.since === undefined || (at !== undefined && at >= flags.since),
  );
  const lines = hits.toReversed().map((hit) => {
    const time = flags.timestamps ? `${hit.at === undefined ? "-".padEnd(24) : iso(hit.at)} ` : "";
    return `${hit.boot}:${hit.line}: ${time}${hit.text}\n`;
  });
  session.print({ ...answer, hits }, lines.join(""));
  if (answer.more && !session.quiet)
    session.surroundings.stderr.write("[gantry: older hits are left out; see --limit]\n");
}
