import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { killProcess } from "./end-process.ts";
import { isAlive, isIncarnation, readIdentity } from "./identity.ts";

test("a process is known by pid, start time, boot and a word in its command line, and killed only when all fit", async () => {
  const child = spawn("sleep", ["1000"], { stdio: "ignore" });
  await once(child, "spawn");
  const identity = await readIdentity(child.pid ?? 0);
  if (identity === undefined) throw new Error("sleep has no identity");
  expect(await isAlive(identity)).toBe(true);
  expect(await isIncarnation(identity, "1000")).toBe(true);
  expect(await isIncarnation(identity, "another word")).toBe(false);
  expect(await isAlive({ ...identity, startTicks: `${Number(identity.startTicks) + 1}` })).toBe(false);
  expect(await isAlive({ ...identity, bootId: "another boot" })).toBe(false);

  // Same pid, other start: a reused pid. It must survive.
  await killProcess({ ...identity, startTicks: "1" }, "1000");
  expect(await isAlive(identity)).toBe(true);

  const exited = once(child, "exit");
  await killProcess(identity, "1000");
  expect((await exited)[1]).toBe("SIGKILL");
  expect(await isAlive(identity)).toBe(false);
});
