import { execFileSync } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentContext } from "../instance/index.ts";
import { dieDuring } from "../testing/dying-agent.ts";
import { createQcow2Guest, writesIn } from "../testing/qcow2-guest.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const forcing = { force: true, timeoutSeconds: 30 };
const heard = async (host: TemporaryHost) =>
  (await consoleText(host.hypervisor, "web-1")).replaceAll(".", "");

async function type(host: TemporaryHost, keys: string, answer: string): Promise<void> {
  const before = (await heard(host)).length;
  host.hypervisor.console("web-1").write(Buffer.from(keys));
  await until(async () => (await heard(host)).slice(before).includes(answer));
}

async function running() {
  const host = await TemporaryHost.open();
  const files = await createQcow2Guest(host, "web-1");
  await host.hypervisor.start("web-1");
  await until(async () => (await heard(host)).includes("READY"));
  const fileOf = (name: string) => join(host.dir, "disks", name);
  return Object.assign(host, files, { fileOf });
}

test("disks are copied as they are at one moment, while the guest writes on, and while there is none", async () => {
  await using host = await running();
  const { disks } = host.hypervisor;
  await type(host, "W", "w");
  await disks.backup("web-1", [
    { disk: "root", path: host.fileOf("root.raw"), format: "raw" },
    { disk: "data", path: host.fileOf("data.copy"), format: "qcow2" },
  ]);
  await type(host, "W", "w");
  expect(await writesIn(host.fileOf("root.raw"), "raw")).toBe(1);
  execFileSync("qemu-img", ["check", "-q", "-f", "qcow2", host.fileOf("data.copy")]);
  await disks.backup("web-1", { disk: "root", path: host.fileOf("root.copy") });
  await type(host, "W", "w");
  expect(await writesIn(host.fileOf("root.copy"), "qcow2")).toBe(2);
  await host.hypervisor.stop("web-1", forcing);
  await disks.backup("web-1", { disk: "root", path: host.fileOf("stopped.raw"), format: "raw" });
  expect(await writesIn(host.fileOf("stopped.raw"), "raw")).toBe(3);
  expect((await readdir(join(host.dir, "disks"))).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("a backup that cannot be made leaves nothing, overwrites nothing and does not touch the guest", async () => {
  await using host = await running();
  const { disks } = host.hypervisor;
  const there = host.fileOf("precious");
  await writeFile(there, "precious");
  const before = await readdir(join(host.dir, "disks"));
  await expect(disks.backup("web-1", { disk: "root", path: there })).rejects.toMatchObject({
    code: "file_in_use",
  });
  await expect(disks.backup("web-1", { disk: "none", path: host.fileOf("x") })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(disks.backup("web-1", { disk: "root", path: "relative" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const context = { ...silentContext(), signal: AbortSignal.abort() };
  await expect(
    disks.backup("web-1", { disk: "root", path: host.fileOf("x") }, context),
  ).rejects.toMatchObject({ code: "cancelled" });
  // No directory there.
  await expect(disks.backup("web-1", { disk: "root", path: "/dev/full/x" })).rejects.toThrow();
  await type(host, "W", "w");
  await dieDuring(host, {
    verb: "backup",
    instance: "web-1",
    input: { disk: "root", path: host.fileOf("x") },
    moment: "progress",
  });
  await type(host, "W", "w");
  expect(await readdir(join(host.dir, "disks"))).toEqual(before);
  await disks.backup("web-1", { disk: "root", path: host.fileOf("x") }).catch(() => undefined);
  await host.hypervisor.disks.backup("web-1", { disk: "root", path: host.fileOf("y") });
  await host.hypervisor.stop("web-1", forcing);
  await expect(
    host.hypervisor.disks.backup("web-1", { disk: "root", path: host.fileOf("z") }, context),
  ).rejects.toMatchObject({ code: "cancelled" });
});
