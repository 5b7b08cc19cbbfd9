import { appendFileSync, fdatasync, fstatSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { openFile, syncDirectory, writeAtomically } from "./atomic-file.ts";

const datasync = promisify(fdatasync);

/** A journal that has grown to this is made short, in bytes. */
const tooLongBytes = 64 * 1024;
/** What stays of it: this many different lines, the newest. One incarnation writes two, one migration one. */
const linesKept = 400;

/**
 * Appends one line and waits until it is on disk. The run gate writes what it is about to do before it does it: only the
 * wait leaves this thread, since a guest stands still meanwhile.
 */
export async function appendToJournal(path: string, line: string): Promise<void> {
  using file = openFile(path, "a");
  const { size } = fstatSync(file.fd);
  appendFileSync(file.fd, entry(line));
  await datasync(file.fd);
  // The first line came with the file itself, whose name must last as well.
  if (size === 0) await syncDirectory(dirname(path));
}

/** Appends one line that the next agent of this boot has to find; what a power loss takes of it took QEMU too. */
export async function noteInJournal(path: string, line: string): Promise<void> {
  appendFileSync(path, entry(line), { mode: 0o600 });
}

/** Whether the journal holds `line`, whatever its time. */
export async function journalHolds(path: string, line: string): Promise<boolean> {
  const text = textOf(path);
  return text.split("\n").some((written) => contentOf(written) === line);
}

/** Whether any line of the journal speaks of `word`, such as an incarnation that was let run. */
export async function journalMentions(path: string, word: string): Promise<boolean> {
  return textOf(path).includes(word);
}

/** The id of the migration that was begun last, as its source's journal tells. */
export async function newestMigration(path: string): Promise<string | undefined> {
  const text = textOf(path);
  return text
    .match(/ migrate [0-9a-f]{16} /g)
    ?.at(-1)
    ?.split(" ")[2];
}

/** Where a migration was to go, as its source's journal tells. */
export async function migrationTarget(path: string, migrationId: string): Promise<string | undefined> {
  const text = textOf(path);
  return new RegExp(` migrating ${migrationId} to ([a-z0-9.-]+)$`, "m").exec(text)?.[1];
}

/** The newest lines, oldest first, each with its time. */
export async function newestLines(path: string, count: number): Promise<string[]> {
  const text = textOf(path);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .slice(-count);
}

/**
 * Makes a journal short once it is long. Whether it holds a line, or mentions a word, stays as it was for the newest
 * 400 different lines: recovery asks for those of the present incarnation and the present migration only. Call it when
 * no one else appends.
 */
export async function boundJournal(path: string): Promise<void> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size < tooLongBytes) return;
  const text = textOf(path);
  await writeAtomically(
    path,
    shorten(text.split("\n").filter((line) => line !== ""))
      .join("\n")
      .concat("\n"),
  );
}

/** The newest of each different line, whatever its time. */
function shorten(lines: readonly string[]): string[] {
  const newest = new Map<string, string>();
  for (const line of lines.toReversed()) {
    const content = contentOf(line);
    if (newest.size < linesKept && !newest.has(content)) newest.set(content, line);
  }
  return [...newest.values()].toReversed();
}

/** Read on the spot, since it is bounded; empty where there is none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function entry(line: string): string {
  return `${new Date().toISOString()} ${line}\n`;
}

function contentOf(line: string): string {
  return line.slice(line.indexOf(" ") + 1);
}
