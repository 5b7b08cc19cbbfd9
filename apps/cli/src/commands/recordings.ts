import { closeSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { GantryError, type Recording } from "@gantry/kvm-core/model";
import type { Command } from "commander";
import { openNewFile } from "../console/new-file.ts";
import { LogOutput } from "../logs/log-output.ts";
import type { Surroundings } from "../surroundings.ts";
import { duration, table } from "../terminal/table.ts";
import { consolePort } from "./option-values.ts";
import { Session } from "./session.ts";

interface PortFlag {
  readonly port: number;
}

const portFlag = ["--port <number>", "serial port, counted from 0", consolePort, 0] as const;
const idPattern = /^[0-9a-f]{16}$/;

/** `recording list`, `start`, `stop`, `mark`, `get`, `delete`: named recordings that agents make of consoles. */
export function addRecordingCommands(root: Command, surroundings: Surroundings): void {
  const open = (command: Command) => Session.open(command, surroundings);
  const recording = root
    .command("recording")
    .description("recordings of a console that the agent makes, also while nobody looks; by id or name");

  recording
    .command("list <instance>")
    .description("the newest first")
    .option(...portFlag)
    .action(async (instance: string, { port }: PortFlag, command: Command) => {
      const session = await open(command);
      const answer = await session.client.console.recordings.query({ instance, port });
      const headings = ["ID", "NAME", "BY", "BEGAN", "LASTED", "KEYS", "MARKERS"];
      session.print(answer, table(headings, answer.recordings.map(rowOf)));
    });

  recording
    .command("start <instance> <name>")
    .description("record what its console shows from now on")
    .option("--input", "the keys too; passwords are among them")
    .option(...portFlag)
    .action(async (instance: string, name: string, flags: PortFlag & { input?: true }, command: Command) => {
      const session = await open(command);
      const input = { instance, name, port: flags.port, withInput: flags.input ?? false };
      const answer = await session.client.console.startRecording.mutate(input);
      session.print(answer, `recording ${answer.recording.id} of ${instance} runs\n`);
    });

  recording
    .command("stop <instance> <recording>")
    .description("end one; then it can be had")
    .option(...portFlag)
    .action(async (instance: string, reference: string, { port }: PortFlag, command: Command) => {
      const session = await open(command);
      const id = await idOf(session, { instance, reference, port });
      const answer = await session.client.console.stopRecording.mutate({ instance, id });
      session.print(answer, `recording ${answer.recording.id} of ${instance} has ended\n`);
    });

  recording
    .command("mark <instance> <recording> <label>")
    .description("mark this moment of one that runs")
    .option(...portFlag)
    .action(async (instance: string, reference: string, label: string, ...rest: [PortFlag, Command]) => {
      const session = await open(rest[1]);
      const id = await idOf(session, { instance, reference, port: rest[0].port });
      const answer = await session.client.console.markRecording.mutate({ instance, id, label });
      session.print(answer, `recording ${id} of ${instance} is marked\n`);
    });

  addTakingCommands(recording, open);
}

function addTakingCommands(recording: Command, open: (command: Command) => Promise<Session>): void {
  recording
    .command("get <instance> <recording>")
    .description("print one as asciicast v2, which `asciinema play` plays")
    .option("--file <file>", "write it there instead; the file must not be there")
    .option("--force", "write over a file that is there")
    .option(...portFlag)
    .action(async (instance: string, reference: string, flags: GetFlags, command: Command) => {
      const session = await open(command);
      const id = await idOf(session, { instance, reference, port: flags.port });
      await get(session, { instance, id }, flags);
    });

  recording
    .command("delete <instance> <recording>")
    .description("delete one, also one that runs")
    .option(...portFlag)
    .action(async (instance: string, reference: string, { port }: PortFlag, command: Command) => {
      const session = await open(command);
      const id = await idOf(session, { instance, reference, port });
      const answer = await session.client.console.deleteRecording.mutate({ instance, id });
      session.print(answer, `recording ${id} of ${instance} is deleted\n`);
    });
}

interface GetFlags extends PortFlag {
  readonly file?: string;
  readonly force?: true;
}

interface Which {
  readonly instance: string;
  readonly id: string;
}

async function get(session: Session, which: Which, { file, force }: GetFlags): Promise<void> {
  const { stdout, cwd } = session.surroundings;
  // Nothing is made before it is known that there is something to be had.
  const pages = pagesOf(session, which);
  const first = await pages.next();
  if (file === undefined) {
    const output = new LogOutput(stdout, { json: false, timestamps: false, since: undefined });
    for (let page = first; !page.done && !output.isGone; page = await pages.next())
      await output.raw(Buffer.from(page.value));
    return;
  }
  const path = resolve(cwd, file);
  const target = openNewFile({ path, force: force ?? false }, "--file");
  try {
    for (let page = first; !page.done; page = await pages.next())
      for (let rest = Buffer.from(page.value); rest.length > 0; )
        rest = rest.subarray(writeSync(target, rest));
  } finally {
    closeSync(target);
  }
  session.print({ file: path }, `${path}\n`);
}

async function* pagesOf({ client, surroundings }: Session, which: Which): AsyncGenerator<string, undefined> {
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const page: { text: string; next?: number | undefined } = await client.console.recording.query(
      { ...which, offset },
      { signal: surroundings.interrupted },
    );
    yield page.text;
    offset = page.next;
  }
}

/** A recording by its id, or by its name when only one has it. */
async function idOf(
  session: Session,
  { instance, reference, port }: { instance: string; reference: string; port: number },
): Promise<string> {
  if (idPattern.test(reference)) return reference;
  const { recordings } = await session.client.console.recordings.query({ instance, port });
  const [found, ...others] = recordings.filter(({ name }) => name === reference);
  if (found !== undefined && others.length === 0) return found.id;
  if (found === undefined) {
    throw new GantryError("not_found", {
      message: `There is no recording ${reference} of ${instance}.`,
      hint: `gantry recording list ${instance} shows those there are.`,
    });
  }
  const ids = [found, ...others].map(({ id }) => id);
  throw new GantryError("invalid_input", {
    message: `${ids.length} recordings of ${instance} are called ${reference}.`,
    hint: `Name one by its id: ${ids.join(", ")}.`,
    details: { ids },
  });
}

function rowOf({ id, name, by, startedAt, endedAt, withInput, markers }: Recording): string[] {
  const began = Date.parse(startedAt);
  const lasted = duration((endedAt === undefined ? Date.now() : Date.parse(endedAt)) - began);
  return [
    ...[id, name, by, startedAt, endedAt === undefined ? `${lasted}, runs` : lasted],
    ...[withInput ? "yes" : "no", String(markers.length)],
  ];
}
