import { mkdtempDisposable, mkdir, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeReady, writeAtomically } from "./atomic-file.ts";
import { Layout } from "./layout.ts";
import { removeUnpublished } from "./remove-unpublished.ts";

const uuid = "6a1e7c0e-0d3b-4b86-9d1c-2f0c6f1d9a11";

test("what an agent wrote and did not put in its place before it died is removed, and nothing else", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-"));
  const below = (name: string) => join(directory.path, name);
  const layout = new Layout({ stateDir: below("state"), runDir: below("run"), logDir: below("log") });
  await layout.prepare();
  await mkdir(layout.instanceDir(uuid));
  const files = [layout.incomingFile("0123456789abcdef"), layout.runtimeFile(uuid), layout.lentFile(uuid)];
  for (const file of files) {
    await writeAtomically(file, "whole");
    await makeReady(file, "never published");
  }
  await writeAtomically(join(layout.instanceDir(uuid), "disk.new"), "somebody else's");
  await removeUnpublished(layout);
  const left = await readdir(layout.directories.stateDir, { recursive: true });
  expect(left.filter((name) => name.includes(".")).toSorted()).toEqual([
    "incoming/0123456789abcdef.json",
    `instances/${uuid}/disk.new`,
    `instances/${uuid}/runtime.json`,
    `lent/${uuid}.json`,
  ]);
});
