import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lastWords } from "./last-words.ts";

async function lastWordsOf(text: string): Promise<string> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-last-words-"));
  const path = join(directory.path, "qemu.log");
  await writeFile(path, text);
  return await lastWords(path);
}

test("the last line is told without QEMU's own name", async () => {
  const log = "gantry: now incarnation 1\nqemu-system-x86_64: first\nqemu-system-x86_64: no such device\n";
  expect(await lastWordsOf(log)).toBe("no such device");
});

test("words of an earlier process are not those of one that said nothing", async () => {
  const log = "qemu-system-x86_64: of yesterday\ngantry: now incarnation 2\n";
  expect(await lastWordsOf(log)).toBe("it said nothing.");
});

test("a log that cannot be read says nothing", async () => {
  expect(await lastWords("/no/such/log")).toBe("it said nothing.");
});
