import { once } from "node:events";
import { access, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentContext } from "../instance/index.ts";
import { dieDuring } from "../testing/dying-agent.ts";
import { createQcow2Guest, writesIn } from "../testing/qcow2-guest.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const forcing = { force: true, timeoutSeconds: 30 };

/** A port that nothing listened on just now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function boot(host: TemporaryHost, name: string): Promise<void> {
  const boots = async () => (await consoleText(host.hypervisor, name)).split("READY").length;
  const before = await boots();
  await host.hypervisor.start(name);
  await until(async () => (await boots()) > before);
}

async function write(host: TemporaryHost, name: string): Promise<void> {
  const count = async () => (await consoleText(host.hypervisor, name)).split("w").length;
  const before = await count();
  host.hypervisor.console(name).write(Buffer.from("W"));
  await until(async () => (await count()) > before);
}

test("a full clone has its own disks, addresses and uuid and the same machine, and both run on their own", async () => {
  await using host = await TemporaryHost.open();
  const port = await freePort();
  const network = { user: { forward: [{ host: port, guest: 22 }] } };
  const { root } = await createQcow2Guest(host, "web-1", { nics: [{ network }] });
  await boot(host, "web-1");
  await expect(host.hypervisor.clone("web-1", { name: "web-2", linked: false })).rejects.toMatchObject({
    code: "wrong_state",
  });
  await write(host, "web-1");
  await host.hypervisor.stop("web-1", forcing);
  await host.hypervisor.snapshots.take("web-1", { name: "once" });
  await boot(host, "web-1");
  await write(host, "web-1");
  await write(host, "web-1");
  await host.hypervisor.stop("web-1", forcing);

  const { instance, notes } = await host.hypervisor.clone("web-1", { name: "web-2", linked: false });
  expect(instance).toMatchObject({ name: "web-2", state: "stopped" });
  expect(notes).toEqual([expect.stringContaining(`port ${port} like web-1`)]);
  const [original, clone] = [await host.hypervisor.get("web-1"), await host.hypervisor.get("web-2")];
  expect(clone.uuid).not.toBe(original.uuid);
  expect(clone.spec.nics[0]?.mac).not.toBe(original.spec.nics[0]?.mac);
  const machine = async (name: string) =>
    (await host.hypervisor.commandLine(name)).find((argument) => argument.startsWith("pc-q35-"));
  expect((await machine("web-2"))?.split(",")[0]).toBe((await machine("web-1"))?.split(",")[0]);
  const copy = join(host.dir, "disks", "web-2-root.qcow2");
  expect(await writesIn(copy, "qcow2")).toBe(2);
  expect(await host.hypervisor.snapshots.list("web-2")).toEqual([]);
  await host.hypervisor.clone("web-1", { name: "web-3", linked: false, snapshot: "once" });
  expect(await writesIn(join(host.dir, "disks", "web-3-root.qcow2"), "qcow2")).toBe(1);
  await boot(host, "web-2");
  await write(host, "web-2");
  await host.hypervisor.stop("web-2", forcing);
  expect(await writesIn(copy, "qcow2")).toBe(1);
  expect(await writesIn(root, "qcow2")).toBe(2);
});

test("a linked clone runs upon the original's disks, which then change and go no more", async () => {
  await using host = await TemporaryHost.open();
  const { root } = await createQcow2Guest(host, "web-1");
  await host.hypervisor.snapshots.take("web-1", { name: "fresh" });
  await host.hypervisor.clone("web-1", { name: "web-2", linked: true });
  const { spec } = await host.hypervisor.get("web-2");
  expect(spec.disks[0]).toMatchObject({ backing: { file: root, format: "qcow2" } });
  await boot(host, "web-2");
  await write(host, "web-2");
  const refusal = { code: "file_in_use", message: expect.stringContaining("the linked clones web-2") };
  await expect(host.hypervisor.start("web-1")).rejects.toMatchObject(refusal);
  await expect(host.hypervisor.delete("web-1", { deleteDisks: true })).rejects.toMatchObject(refusal);
  await expect(host.hypervisor.snapshots.revert("web-1", "fresh")).rejects.toMatchObject(refusal);
  await host.hypervisor.stop("web-2", forcing);
  await expect(host.hypervisor.start("web-1")).rejects.toMatchObject(refusal);
  const whole = join(host.dir, "disks", "whole.raw");
  await host.hypervisor.disks.backup("web-2", { disk: "root", path: whole, format: "raw" });
  expect(await writesIn(whole, "raw")).toBe(1);
  expect(await writesIn(root, "qcow2")).not.toBe(1);
  await host.hypervisor.delete("web-2", { deleteDisks: true });
  await expect(access(join(host.dir, "disks", "web-2-root.qcow2"))).rejects.toThrow();
  await boot(host, "web-1");
});

test("a clone that cannot be made, is cancelled or whose agent is killed is not there, nor are its disks", async () => {
  await using host = await TemporaryHost.open();
  await createQcow2Guest(host, "web-1");
  const before = await readdir(join(host.dir, "disks"));
  const { hypervisor } = host;
  const context = { ...silentContext(), signal: AbortSignal.abort() };
  const full = { name: "web-2", linked: false };
  await expect(hypervisor.clone("web-1", full, context)).rejects.toMatchObject({ code: "cancelled" });
  await expect(hypervisor.clone("web-1", { ...full, name: "web-1" })).rejects.toMatchObject({
    code: "name_taken",
  });
  await expect(hypervisor.clone("web-1", { ...full, name: "../x" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const both = { name: "web-2", linked: true, snapshot: "one" };
  await expect(hypervisor.clone("web-1", both)).rejects.toMatchObject({ code: "unsupported" });
  await createQcow2Guest(host, "web-9");
  await hypervisor.clone("web-9", { name: "web-2", linked: true });
  await hypervisor.delete("web-2", { deleteDisks: false });
  await expect(hypervisor.clone("web-1", full)).rejects.toMatchObject({ code: "file_in_use" });
  for (const name of await readdir(join(host.dir, "disks")))
    if (!before.includes(name)) await rm(join(host.dir, "disks", name));
  await dieDuring(host, { verb: "clone", instance: "web-1", input: full, moment: "copy disks done" });
  expect(host.hypervisor.list().map(({ name }) => name)).toEqual(["web-1", "web-9"]);
  expect((await readdir(join(host.dir, "disks"))).filter((name) => name.startsWith("web-2"))).toEqual([]);
});
