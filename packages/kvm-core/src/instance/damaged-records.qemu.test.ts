import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const rowOf = (host: TemporaryHost) => host.hypervisor.list()[0] ?? expect.fail("nothing is listed");

async function running(host: TemporaryHost): Promise<string> {
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  const { uuid } = rowOf(host);
  return join(host.dir, "state", "instances", uuid);
}

async function isSame(host: TemporaryHost, pid: number, word: string): Promise<void> {
  expect(rowOf(host).state).toBe("running");
  expect((await host.hypervisor.get("web-1")).runtime?.pid).toBe(pid);
  host.hypervisor.console("web-1").write(Buffer.from(word));
  await until(async () => (await consoleText(host.hypervisor, "web-1")).replaceAll(".", "").includes(word));
}

test("whatever happened to its runtime file, a running guest is taken up, and the damaged file is kept aside", async () => {
  await using host = await TemporaryHost.open();
  const dir = await running(host);
  const before = await host.hypervisor.get("web-1");
  const [pid = 0] = await host.qemuPids();
  const file = join(dir, "runtime.json");
  const whole = await readFile(file);
  const cut = fc.nat(whole.length - 2).map((length) => whole.subarray(0, length));
  const flipped = fc.tuple(fc.nat(whole.length - 2), fc.nat(7)).map(([at, bit]) => {
    const copy = Buffer.from(whole);
    copy[at] = (copy[at] ?? 0) ^ (1 << bit);
    return copy;
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(cut, flipped), async (damaged) => {
      await host.away(() => writeFile(file, damaged));
      expect(await readFile(`${file}.damaged`)).toEqual(damaged);
      expect(await host.qemuPids()).toEqual([pid]);
    }),
    { numRuns: 12 },
  );
  await isSame(host, pid, "cut");
  await host.away(() => rm(file));
  await isSame(host, pid, "gone");
  const { runtime } = await host.hypervisor.get("web-1");
  expect(runtime).toEqual({ ...before.runtime, startedAt: runtime?.startedAt });
  await host.hypervisor.stop("web-1", { force: true, timeoutSeconds: 30 });
  expect(await readdir(join(host.dir, "run"))).not.toContain(/^[0-9a-f]{8}-/);
});

test("a damaged runtime file of a process that is gone is an end that cannot be explained", async () => {
  await using host = await TemporaryHost.open();
  const dir = await running(host);
  const [pid = 0] = await host.qemuPids();
  await host.away(async () => {
    await writeFile(join(dir, "runtime.json"), "{");
    process.kill(pid, "SIGKILL");
    await until(async () => (await host.qemuPids()).length === 0);
  });
  expect(rowOf(host)).toMatchObject({
    state: "crashed",
    reason: "Its QEMU ended while no agent ran, and its runtime file is damaged.",
  });
  await host.hypervisor.start("web-1");
});

test("an instance whose file is damaged is shown as unknown and left alone, and is back with its file", async () => {
  await using host = await TemporaryHost.open();
  const dir = await running(host);
  const [pid = 0] = await host.qemuPids();
  const file = join(dir, "instance.json");
  const whole = await readFile(file, "utf8");
  const damaged = whole.replace('"memoryMiB":16', '"memoryMiB":17');
  await host.away(() => writeFile(file, damaged));
  expect(rowOf(host)).toMatchObject({ name: "web-1", state: "unknown" });
  expect(rowOf(host).reason).toContain(`QEMU process ${pid} of it runs on.`);
  for (const act of [
    () => host.hypervisor.start("web-1"),
    () => host.hypervisor.stop(rowOf(host).uuid, { force: true, timeoutSeconds: 1 }),
  ])
    await expect(act()).rejects.toMatchObject({ code: "state_damaged", details: { pid } });
  await expect(host.createGuest("web-1")).rejects.toMatchObject({ code: "name_taken" });
  expect(await host.hypervisor.doctor()).toContainEqual(
    expect.objectContaining({ code: "instance_damaged", level: "fail" }),
  );
  expect(await host.qemuPids()).toEqual([pid]);
  expect(await readFile(file, "utf8")).toBe(damaged);
  await host.away(() => writeFile(file, whole));
  await isSame(host, pid, "mended");
});
