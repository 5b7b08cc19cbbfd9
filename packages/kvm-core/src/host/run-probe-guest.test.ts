import { spawn } from "node:child_process";
import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isAlive, readIdentity } from "../process/index.ts";
import { until } from "../testing/temporary-host.ts";

test("a probe guest that hangs ends with the process that waits for it, however that dies", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-"));
  const pidFile = join(directory.path, "pid");
  const hanging = join(directory.path, "qemu");
  await writeFile(hanging, `#!/bin/sh\necho $$ >'${pidFile}'\nexec sleep 100000\n`, { mode: 0o755 });
  const probe = { qemu: hanging, cpuModel: "max", accelerator: "tcg", deadlineMs: 1_000_000 };
  const source = `
    import { runProbeGuest } from ${JSON.stringify(import.meta.resolve("./run-probe-guest.ts"))};
    await runProbeGuest(${JSON.stringify(probe)});
  `;
  const waiting = spawn(process.execPath, ["--input-type=module", "--eval", source], { stdio: "ignore" });
  let pid = 0;
  await until(async () => {
    pid = Number(await readFile(pidFile, "utf8").catch(() => "0"));
    return pid > 0;
  });
  const identity = await readIdentity(pid);
  if (identity === undefined) throw new Error("the probe's process is gone already");
  waiting.kill("SIGKILL");
  await until(async () => !(await isAlive(identity)));
  expect(await readIdentity(pid)).toBeUndefined();
});
