import { open, readFile } from "node:fs/promises";

/** Appends one line and waits until it is on disk. The run gate writes what it is about to do before it does it. */
export async function appendToJournal(path: string, line: string): Promise<void> {
  await using file = await open(path, "a", 0o600);
  await file.appendFile(`${new Date().toISOString()} ${line}\n`);
  await file.datasync();
}

/** Whether the journal holds `line`, whatever its time. */
export async function journalHolds(path: string, line: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").some((entry) => entry.slice(entry.indexOf(" ") + 1) === line);
}

/** Whether any line of the journal speaks of `word`, such as an incarnation that was let run. */
export async function journalMentions(path: string, word: string): Promise<boolean> {
  return (await readFile(path, "utf8").catch(() => "")).includes(word);
}
