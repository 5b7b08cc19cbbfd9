import { execFile } from "node:child_process";
import { appendFile, mkdir, mkdtempDisposable, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { Recordings } from "./recordings.ts";
import { SerialPort } from "./serial-port.ts";

const run = promisify(execFile);

test("a recording whose disk is full ends, says so, and keeps what it had", async (context) => {
  await using scope = new AsyncDisposableStack();
  const { path } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-full-")));
  const directory = join(path, "small");
  await mkdir(directory);
  try {
    await run("mount", ["-t", "tmpfs", "-o", "size=1m", "gantry-test", directory]);
  } catch {
    return context.skip("this machine allows no mount");
  }
  scope.defer(async () => void (await run("umount", ["-l", directory])));
  const faults: unknown[] = [];
  const logPath = join(path, "serial.log");
  const port = scope.use(await SerialPort.open({ logPath, log: true }));
  const onFault = (fault: unknown) => faults.push(fault);
  const recordings = scope.use(await Recordings.open({ directory, onFault }));
  const size = { cols: 80, rows: 24 };
  const order = { name: "full", by: "ada", withInput: false, size, screen: { seq: 0, data: "" } };
  const { id } = await recordings.start(port, 0, order);
  await appendFile(logPath, "what it had");
  await recordings.flush();
  const filler = join(directory, "filler");
  await writeFile(filler, Buffer.alloc(2 << 20)).catch(() => undefined);
  await appendFile(logPath, "x".repeat(10_000));
  await recordings.flush();
  expect(recordings.list()).toMatchObject([{ id, to: 11, reason: "The disk is full." }]);
  const { text, next } = await recordings.page(id, 0);
  expect(text).toMatch(/^\{.*\}\n\[[\d.]+,"o","what it had"\]\n$/);
  expect(next).toBeUndefined();
  // Not even the record of its end had room.
  expect(faults).toMatchObject([{ code: "ENOSPC" }]);
  await rm(filler);
  const later = scope.use(await Recordings.open({ directory, onFault }));
  await later.goOn(() => port);
  await later.stop(id);
  expect((await later.page(id, 0)).text).toContain("x".repeat(10_000));
});
