import { resolve } from "node:path";
import { WriteStream } from "node:tty";
import { type Command, Option } from "commander";
import { controlKey } from "../console/key-name.ts";
import { type ConsoleFlags, showConsole } from "../console/show-console.ts";
import { listBoots } from "../logs/list-boots.ts";
import { showLog, showRawLog } from "../logs/show-log.ts";
import type { Surroundings } from "../surroundings.ts";
import { bootReference, consolePort, secondsOrFraction } from "./option-values.ts";
import { Session } from "./session.ts";

const more = `
At a terminal the keys go to the guest, Ctrl-C included, and the present screen is painted first. Ctrl-] leaves at once.
Ctrl-^ begins a command, and the next key says which: b BREAK, s and a letter Magic SysRq, d Ctrl-Alt-Del on the
graphic keyboard, a ask for the keyboard, t take it over, r release it, q leave, ? help, Ctrl-^ or Ctrl-] that key itself.
There is no time limit between the two keys.

In a script the input is typed as it is, and the command ends when the guest has said nothing for --linger seconds after
the input's end; with --read-only the input is not read, and it stays until it is interrupted. Output that is no terminal
gets the guest's bytes as they are, the last 64 KiB first unless --new.

--log prints to a file or another program exactly the guest's bytes, and to a terminal lines of text without control
sequences; gantry logs has more of that.

It comes back by itself, with the next byte, when the agent or the network was away, and it follows the guest to another
host. The terminal is given back as it was found whatever ends the command, except kill -9; after that: stty sane; reset.
`;

interface LogFlags {
  readonly log?: true;
  readonly boot?: number;
  readonly boots?: true;
}

/** `console NAME`: the serial console in this terminal, or in a script. */
export function addConsoleCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("console <instance>")
    .description("the serial console; Ctrl-] leaves it")
    .option("--read-only", "look without typing: nothing is sent, not even a terminal's own answers")
    .option("--log", "print the kept log of the present boot instead, and end")
    .option(
      "--boot <number>",
      "with --log: of another boot, by its number, or -1 the one before",
      bootReference,
    )
    .option("--boots", "list the boots that the log has instead, and end")
    .option("--take", "take the keyboard over from whoever has it")
    .option("--new", "only what the guest writes from now on")
    .option("--port <number>", "serial port, counted from 0", consolePort, 0)
    .option("--record <file>", "record what is shown, as asciicast v2; the file must not be there")
    .option("--record-input", "with --record: the keys too; passwords are among them")
    .option("--force", "with --record: write over a file that is there")
    .addOption(
      new Option("--linger <seconds>", "in a script: silence of the guest that ends it after the input")
        .argParser(secondsOrFraction)
        .default(1),
    )
    .addOption(
      new Option("--escape <key>", "the key that leaves, such as ^] or ctrl-a, or none")
        .argParser(controlKey)
        .default(controlKey("^]"), "^]"),
    )
    .addOption(
      new Option("--command-key <key>", "the key that begins a command, or none")
        .argParser(controlKey)
        .default(controlKey("^^"), "^^"),
    )
    .addHelpText("after", more)
    .action(async (instance: string, flags: ConsoleFlags & LogFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const { port, boot } = flags;
      if (flags.boots) return await listBoots(session, instance, port);
      if (flags.log || boot !== undefined)
        return await printLog(session, { instance, port, boot: boot ?? 0 });
      const record = flags.record === undefined ? {} : { record: resolve(surroundings.cwd, flags.record) };
      await showConsole(session, instance, { ...flags, ...record });
    });
}

/** Bytes as they are for a file or another program; a terminal gets text, whatever the guest had written. */
async function printLog(
  session: Session,
  part: { readonly instance: string; readonly port: number; readonly boot: number },
): Promise<void> {
  if (!(session.surroundings.stdout instanceof WriteStream)) return await showRawLog(session, part);
  await showLog(session, { ...part, since: undefined, timestamps: false, follow: false, json: false });
}
