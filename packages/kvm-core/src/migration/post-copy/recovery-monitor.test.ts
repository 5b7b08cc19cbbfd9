import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeEndpoint } from "../../serial/index.ts";
import { listenAgain } from "./listen-again.ts";
import { askToListen } from "./recovery-monitor.ts";

test("nothing is written into what is no FIFO, or has no QEMU behind it", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-recovery-"));
  const path = join(directory.path, "recovery");
  await makeEndpoint(path);
  await expect(askToListen(path, "unix:x")).rejects.toMatchObject({ code: "qemu_failed" });
  const file = join(directory.path, "file");
  await writeFile(`${file}.in`, "mine");
  await expect(askToListen(file, "unix:x")).rejects.toMatchObject({ code: "qemu_failed" });
  expect(await readFile(`${file}.in`, "utf8")).toBe("mine");
});

test("a process whose recovery monitor is gone is not asked in vain", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-recovery-"));
  const paths = { dir: directory.path, recoveryMonitor: join(directory.path, "recovery") };
  await expect(listenAgain(paths)).rejects.toMatchObject({ code: "qemu_failed" });
});
