import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const options = migrationOptionsSchema.parse({});

async function runningOnA(
  stack: AsyncDisposableStack,
): Promise<{ a: TemporaryHost; b: TemporaryHost; toB: LocalPeer }> {
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  await a.createGuest("web-1", "interactive", { memoryMiB: 64 });
  await a.hypervisor.start("web-1");
  await until(async () => (await consoleText(a.hypervisor, "web-1")).includes("READY"));
  return { a, b, toB: new LocalPeer(() => b.hypervisor) };
}

async function recordOf(host: TemporaryHost): Promise<string> {
  const uuid = host.hypervisor.list()[0]?.uuid ?? "";
  return await readFile(join(host.dir, "state", "ownership", `${uuid}.json`), "utf8").catch(() => "");
}

test("a source that died during the transfer keeps the guest running when it comes back", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  const moving = a.hypervisor.migrate("web-1", { peer: toB, options: { ...options, bandwidth: 20_000 } });
  const ended = moving.catch((error: unknown) => error);
  await until(() => toB.stream !== undefined);
  toB.broken.add("abort");
  await a.reopen();
  await ended;
  toB.broken.clear();
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
  expect(b.hypervisor.list()).toEqual([]);
  await until(async () => (await b.qemuPids()).length === 0);
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
});

test("a source that died after the commit hands the guest over when it comes back", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  toB.beforeCommit = async () => {
    toB.broken.add("commit").add("probe");
  };
  const ended = a.hypervisor.migrate("web-1", { peer: toB, options }).catch((error: unknown) => error);
  await until(async () => (await recordOf(a)).includes('"committed"'));
  await a.reopen();
  expect(await ended).toMatchObject({ code: "migration_in_doubt" });
  expect(a.hypervisor.list()).toMatchObject([{ state: "unknown" }]);
  toB.beforeCommit = () => Promise.resolve();
  toB.broken.clear();
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toEqual([]);
  expect(b.hypervisor.list()).toMatchObject([{ state: "running", host: "host-b" }]);
  expect(await a.qemuPids()).toEqual([]);
  expect(await b.qemuPids()).toHaveLength(1);
});

test("a target that was restarted before the commit takes the guest up and runs it", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  let once = true;
  toB.beforeCommit = async () => {
    if (once) await b.reopen();
    once = false;
  };
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
  expect(b.hypervisor.list()).toMatchObject([{ state: "running", host: "host-b" }]);
  b.hypervisor.console("web-1").write(Buffer.from("hello"));
  await until(async () => (await consoleText(b.hypervisor, "web-1")).replaceAll(".", "").includes("hello"));
});
