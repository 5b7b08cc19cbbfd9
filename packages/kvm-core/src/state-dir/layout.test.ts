import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Layout } from "./layout.ts";

test("directories are made for their owner alone", async () => {
  const dir = await mkdtemp(join(tmpdir(), "gantry-"));
  const layout = new Layout({
    stateDir: join(dir, "state"),
    runDir: join(dir, "run"),
    logDir: join(dir, "log"),
  });
  await layout.prepare();
  for (const name of ["state", "run", "log", "state/instances"]) {
    expect((await stat(join(dir, name))).mode & 0o777).toBe(0o700);
  }
  await rm(dir, { recursive: true });
});

test("a run directory too long for sockets is refused by name before anything is made", async () => {
  const runDir = `/tmp/${"x".repeat(90)}`;
  const layout = new Layout({ stateDir: "/nonexistent/state", runDir, logDir: "/nonexistent/log" });
  await expect(layout.prepare()).rejects.toMatchObject({ code: "path_refused", details: { runDir } });
});
