import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { Layout } from "../state-dir/index.ts";
import { readInstanceLog } from "./read-instance-log.ts";

const uuid = "3f0e7a52-6a0c-4a3a-9b6e-0a1b2c3d4e5f";
const text = (page: { bytes: Uint8Array }) => Buffer.from(page.bytes).toString();

test("the end of a log is read first, then what came since, and all of one that began anew", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-log-"));
  const at = (name: string) => join(directory.path, name);
  const layout = new Layout({ stateDir: at("state"), runDir: at("run"), logDir: at("log") });
  const read = (wish: { from?: number; maxBytes?: number }) =>
    readInstanceLog(layout, uuid, { log: "qemu", maxBytes: 8, ...wish });
  expect(await read({})).toMatchObject({ from: 0, next: 0, end: 0 });

  const path = layout.qemuLog(uuid);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "one\ntwo\nthree\n");
  const last = await read({});
  expect([text(last), last.next, last.end]).toEqual(["o\nthree\n".slice(-8), 14, 14]);
  expect(text(await read({ from: last.next }))).toBe("");
  await writeFile(path, "four\n", { flag: "a" });
  expect(text(await read({ from: last.next }))).toBe("four\n");
  expect(await read({ from: 0 })).toMatchObject({ from: 0, next: 8, end: 19 });

  await writeFile(path, "new\n");
  expect(await read({ from: 19 })).toMatchObject({ from: 0, next: 4, end: 4 });
});

test("bytes that are no text come as they are", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-log-"));
  const at = (name: string) => join(directory.path, name);
  const layout = new Layout({ stateDir: at("state"), runDir: at("run"), logDir: at("log") });
  const path = layout.transcript(uuid);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, Uint8Array.from([0xff, 0x1b, 0x00]));
  const page = await readInstanceLog(layout, uuid, { log: "monitor", maxBytes: 8 });
  expect([...page.bytes]).toEqual([0xff, 0x1b, 0x00]);
});
