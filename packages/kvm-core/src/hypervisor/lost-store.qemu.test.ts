import { mkdtempDisposable, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import type { InstanceSpecInput } from "../model/spec.ts";
import { Layout, readInstances, readRuntime, writeRuntime } from "../state-dir/index.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { LosableStore } from "../testing/losable-store.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const unreachable = expect.objectContaining({ code: "store_unreachable" });
const forcing = { force: true };
const rowOf = (host: TemporaryHost) => host.hypervisor.list()[0] ?? expect.fail("nothing is listed");

/** A host whose store can be lost, with a guest that is not started yet. */
async function withStore(stack: AsyncDisposableStack, spec: Partial<InstanceSpecInput> = {}) {
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const store = new LosableStore(records.path);
  const host = stack.use(await TemporaryHost.open({ ownership: store }));
  await host.createGuest("web-1", "interactive", spec);
  return { host, store };
}

async function started(host: TemporaryHost): Promise<void> {
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
}

test("a running guest does not notice that the store is lost: it is listed, asked, paused and stopped, and its next start waits", async () => {
  await using stack = new AsyncDisposableStack();
  const { host, store } = await withStore(stack);
  await started(host);
  void store.lose("is away");
  await host.reopen();
  expect(rowOf(host).state).toBe("running");
  host.hypervisor.console("web-1").write(Buffer.from("hello"));
  await until(async () =>
    (await consoleText(host.hypervisor, "web-1")).replaceAll(".", "").includes("hello"),
  );
  await host.hypervisor.pause("web-1");
  await expect(host.hypervisor.resume("web-1")).rejects.toEqual(unreachable);
  await host.hypervisor.stop("web-1", forcing);
  expect(rowOf(host).state).toBe("stopped");
  expect(await host.qemuPids()).toEqual([]);
  await expect(host.hypervisor.start("web-1")).rejects.toEqual(unreachable);
  await expect(host.hypervisor.delete("web-1")).rejects.toEqual(unreachable);
  await host.reopen();
  expect(rowOf(host)).toMatchObject({ name: "web-1", state: "stopped" });
  void store.lose(undefined);
  await started(host);
  await host.hypervisor.stop("web-1", forcing);
  await host.hypervisor.delete("web-1");
  expect(host.hypervisor.list()).toEqual([]);
});

test("a store that is lost right after a guest was let run does not end it", async () => {
  await using stack = new AsyncDisposableStack();
  const { host, store } = await withStore(stack);
  void store.lose("is away after second read");
  await started(host);
  expect(rowOf(host).state).toBe("running");
});

test("a guest that was started and not let run before the store was lost is let run once it is back", async () => {
  await using stack = new AsyncDisposableStack();
  const { host, store } = await withStore(stack);
  const hanging = store.lose("hang at second read");
  // Nobody hears how it ends: its agent is gone.
  void host.hypervisor.start("web-1").catch(() => undefined);
  await hanging;
  void store.lose("is away");
  await host.reopen();
  // The run gate is closed.
  expect(rowOf(host)).toMatchObject({ state: "paused", reason: expect.stringContaining("store answers") });
  void store.lose(undefined);
  await until(() => rowOf(host).state === "running");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  expect(await host.qemuPids()).toHaveLength(1);
});

test("a guest that crashes while the store is away is started again once it is back, and its restarts are not used up", async () => {
  await using stack = new AsyncDisposableStack();
  const { host, store } = await withStore(stack, { onCrash: "restart" });
  await started(host);
  void store.lose("is away");
  const asked = store.untilAsked(3);
  for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
  await until(() => rowOf(host).state === "crashed");
  await asked;
  expect(rowOf(host)).toMatchObject({ state: "crashed", reason: expect.stringContaining("restart 1 of 8") });
  void store.lose(undefined);
  await until(() => rowOf(host).state === "running");
});

test("guests that start with their host wait for the store", async () => {
  await using stack = new AsyncDisposableStack();
  const { host, store } = await withStore(stack, { autostart: true });
  await started(host);
  void store.lose("is away");
  const layout = new Layout(host.config);
  await host.away(async () => {
    for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
    await until(async () => (await host.qemuPids()).length === 0);
    await rm(host.config.runDir, { recursive: true });
    for (const { uuid } of (await readInstances(layout)).instances) {
      const runtime = await readRuntime(layout, uuid);
      if (runtime === undefined) continue;
      await writeRuntime(layout, { ...runtime, process: { ...runtime.process, bootId: "of-yesterday" } });
    }
  });
  expect(rowOf(host)).toMatchObject({ state: "stopped", reason: "The host was restarted." });
  void store.lose(undefined);
  await until(() => rowOf(host).state === "running");
});

test.for(["fail read", "is away"] as const)(
  "a source that loses its own store (%s) before the commit lets the guest go on, which it paused itself; the next agent does not without the record",
  async (loss) => {
    await using stack = new AsyncDisposableStack();
    const { host, store } = await withStore(stack);
    const target = stack.use(await TemporaryHost.open({ host: "host-b" }));
    const peer = new LocalPeer(() => target.hypervisor);
    await started(host);
    const options = migrationOptionsSchema.parse({});
    const context = {
      signal: new AbortController().signal,
      step: (name: string, status: string) => {
        if (name === "commit" && status === "running") void store.lose(loss);
      },
      progress: () => undefined,
      mayCancel: () => undefined,
    };
    await expect(host.hypervisor.migrate("web-1", { peer, options, context })).rejects.toThrow();
    expect(rowOf(host).state).toBe("running");
    expect(await target.qemuPids()).toEqual([]);
    // Paused again, by a person: nobody but the store can say now whose it is.
    await host.hypervisor.pause("web-1");
    await host.reopen();
    await host.hypervisor.recover(() => peer);
    await expect(host.hypervisor.resume("web-1")).rejects.toThrow();
    void store.lose(undefined);
    await host.hypervisor.recover(() => peer);
    await until(() => rowOf(host).state === "running");
    expect((await host.hypervisor.migrate("web-1", { peer, options })).outcome).toBe("moved");
  },
);
