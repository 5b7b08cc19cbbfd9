import { chmod, mkdtempDisposable, mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { runHook } from "./run-hook.ts";

const facts = {
  INSTANCE: "web-1",
  MAC: "52:54:00:12:34:56",
  IP: "192.0.2.10",
  BRIDGE: "br0",
  INTERFACE: "gt0123456789a0",
  VLAN: "10",
};

async function hookIn(directory: string, body: string, mode = 0o755): Promise<string> {
  const path = join(directory, "hook");
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, mode);
  return path;
}

/** The state letter of each process; empty when it is gone. */
async function statesOf(pids: readonly string[]): Promise<string[]> {
  return await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      return stat.slice(stat.lastIndexOf(")") + 2).charAt(0);
    }),
  );
}

describe("the network hook", () => {
  test("gets the six facts and a PATH in its environment, and nothing else", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-hook-"));
    const seen = join(directory.path, "seen");
    await runHook(await hookIn(directory.path, `tr '\\0' '\\n' < /proc/$$/environ > '${seen}'`), facts);
    const names = (await readFile(seen, "utf8")).trim().split("\n");
    const expected = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
    expect(names.filter((line) => !line.startsWith("PATH="))).toEqual(expected);
  });

  test("is handed facts that look like shell code without any of it running", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-hook-"));
    const canary = join(directory.path, "canary");
    const hostile = { ...facts, INSTANCE: `x; touch ${canary}`, BRIDGE: `$(touch ${canary})` };
    await runHook(await hookIn(directory.path, `echo "$INSTANCE $BRIDGE"`), hostile);
    await expect(readFile(canary)).rejects.toThrow("ENOENT");
  });

  test("that fails makes an error with its words and a command to try by hand", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-hook-"));
    const hook = await hookIn(directory.path, "echo no such zone >&2; exit 3");
    await expect(runHook(hook, facts)).rejects.toMatchObject({
      code: "network_failed",
      message: expect.stringContaining("no such zone"),
      hint: expect.stringContaining(`INSTANCE=web-1 MAC=52:54:00:12:34:56`),
    });
  });

  test("that does not end is killed with everything it waits for, and the error says so", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-hook-"));
    const pids = join(directory.path, "pids");
    const hook = await hookIn(directory.path, `sleep 1000 & echo $! $$ > '${pids}'; wait`);
    await expect(runHook(hook, facts, { timeoutMs: 300 })).rejects.toMatchObject({
      code: "network_failed",
      message: expect.stringContaining("it did not end in time"),
    });
    const left = (await readFile(pids, "utf8")).trim().split(" ");
    await vi.waitUntil(async () => (await statesOf(left)).every((state) => state === "" || state === "Z"));
  });

  test("may leave a daemon running that holds its output", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-hook-"));
    const pid = join(directory.path, "pid");
    await runHook(await hookIn(directory.path, `setsid sleep 1000 & echo $! > '${pid}'`), facts);
    process.kill(Number(await readFile(pid, "utf8")));
  });

  test.each([0o777, 0o775])("is not run when others may write it (mode %o)", async (mode) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-hook-"));
    const hook = await hookIn(directory.path, "true", mode);
    await expect(runHook(hook, facts)).rejects.toMatchObject({
      code: "network_failed",
      message: expect.stringContaining("can be written by others"),
      hint: `chmod go-w ${hook}`,
    });
  });

  test("is not run from a directory that others may write", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-hook-"));
    const open = join(directory.path, "open");
    await mkdir(open);
    await chmod(open, 0o777);
    await expect(runHook(await hookIn(open, "true"), facts)).rejects.toMatchObject({
      message: expect.stringContaining("its directory can be written by others"),
    });
  });

  test("that does not exist, or is a directory, is named", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-hook-"));
    await expect(runHook(join(directory.path, "none"), facts)).rejects.toThrow("it does not exist");
    await expect(runHook(directory.path, facts)).rejects.toThrow("it is not a file");
  });
});
