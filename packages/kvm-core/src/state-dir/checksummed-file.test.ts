import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readChecksummed, writeChecksummed } from "./checksummed-file.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "gantry-"));
});
afterAll(() => rm(dir, { recursive: true }));

const schema = z.strictObject({ name: z.string(), sizes: z.array(z.number()) });
const body = { name: "web-1", sizes: [1, 2, 3] };

test("what was written is read back, and no temporary file stays", async () => {
  const path = join(dir, "whole");
  await writeChecksummed(path, body);
  expect(await readChecksummed(path, schema)).toEqual(body);
  expect((await readdir(dir)).filter((name) => name.endsWith(".new"))).toEqual([]);
});

test("an absent file is not a damaged one", async () => {
  expect(await readChecksummed(join(dir, "absent"), schema)).toBeUndefined();
});

test("a file that is cut at any byte is refused", async () => {
  const path = join(dir, "cut");
  await writeChecksummed(path, body);
  const whole = await readFile(path);
  for (let length = 0; length < whole.length - 1; length++) {
    await writeFile(path, whole.subarray(0, length));
    await expect(readChecksummed(path, schema)).rejects.toMatchObject({ code: "state_damaged" });
  }
});

test("a changed value and a body of another shape are refused", async () => {
  const path = join(dir, "changed");
  await writeChecksummed(path, body);
  await writeFile(path, (await readFile(path, "utf8")).replace("web-1", "web-2"));
  await expect(readChecksummed(path, schema)).rejects.toMatchObject({ code: "state_damaged" });
  await writeChecksummed(path, { other: true });
  await expect(readChecksummed(path, schema)).rejects.toMatchObject({ code: "state_damaged" });
});
