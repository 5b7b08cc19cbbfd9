import { mkdtempDisposable, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeAtomically } from "./atomic-file.ts";
import { appendToJournal, boundJournal, journalHolds, journalMentions } from "./journal.ts";

test("a journal that is long is made short without losing a line that recovery can ask for", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-journal-"));
  const path = join(directory.path, "journal");
  const at = "2026-01-01T00:00:00.000Z";
  const past = Array.from({ length: 1000 }, (_, n) => `${at} did-run ${n} of-old-${n}`);
  // A migration that waits for its target while the guest is paused and resumed for days.
  const present = Array.from({ length: 5000 }, () => [`${at} will-run 7 abc`, `${at} did-run 7 abc`]).flat();
  await writeAtomically(path, [...past, `${at} migrate m-1 running`, ...present, ""].join("\n"));
  await boundJournal(path);
  expect((await stat(path)).size).toBeLessThan(64 * 1024);
  for (const line of ["migrate m-1 running", "will-run 7 abc", "did-run 7 abc", "did-run 999 of-old-999"])
    expect(await journalHolds(path, line), line).toBe(true);
  expect(await journalMentions(path, "abc")).toBe(true);
  expect(await journalMentions(path, "of-old-0")).toBe(false);
  await appendToJournal(path, "will-run 8 def");
  expect(await journalHolds(path, "will-run 8 def")).toBe(true);
});

test("a short journal, and one that is not there, are left alone", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-journal-"));
  const path = join(directory.path, "journal");
  await boundJournal(path);
  expect(await journalMentions(path, "abc")).toBe(false);
  await appendToJournal(path, "will-run 1 abc");
  await appendToJournal(path, "will-run 1 abc");
  const { size } = await stat(path);
  await boundJournal(path);
  expect((await stat(path)).size).toBe(size);
});
