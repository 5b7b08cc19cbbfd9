import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { expect, test } from "vitest";
import { findQemu } from "../../host/index.ts";
import { consoleText, TemporaryHost, until } from "../../testing/temporary-host.ts";
import { IscsiServer } from "./testing/iscsi-server.ts";

test("a guest boots from an iSCSI unit, and its writes bear that the target dies and comes back", async ({
  skip,
}) => {
  const { blockDrivers } = await findQemu();
  skip(!blockDrivers.includes("iscsi"), "QEMU has no iSCSI driver here: apt-get install qemu-block-extra");
  await using host = await TemporaryHost.open();
  const file = join(host.dir, "disks", "served.img");
  await writeBootSectorDisk(file, "interactive");
  await using server = await IscsiServer.serve(file);
  if (server === undefined) return skip("this machine has no iSCSI target: apt-get install tgt");
  const root = { name: "root", source: { iscsi: server.address }, format: "raw" } as const;
  await host.createGuest("web-1", "interactive", { disks: [root] });
  await host.hypervisor.start("web-1");
  const heard = async () => await consoleText(host.hypervisor, "web-1");
  const list = () => host.hypervisor.list()[0];
  await until(async () => (await heard()).includes("READY"));
  const type = () => host.hypervisor.console("web-1").write(Buffer.from("W"));
  const written = async () => (await heard()).split("w").length - 1;
  type();
  await until(async () => (await written()) === 1);
  expect((await readFile(file)).readUInt16LE(1024)).toBe(1);

  // libiscsi waits for its target as long as it takes, and tells QEMU nothing.
  await server.kill();
  type();
  expect((await host.hypervisor.get("web-1")).figures?.disks).toMatchObject([
    { name: "root", ioStatus: "ok" },
  ]);
  await server.start();
  await until(async () => (await written()) === 2);
  expect((await readFile(file)).readUInt16LE(1024)).toBe(2);
  expect(list()).toMatchObject({ state: "running" });

  // A write that waits for ever does not keep the instance from being ended.
  await server.kill();
  type();
  await host.hypervisor.stop("web-1", { force: true, timeoutSeconds: 1 });
  expect(list()).toMatchObject({ state: "stopped" });
  expect(await host.qemuPids()).toEqual([]);
  await expect(host.hypervisor.start("web-1")).rejects.toMatchObject({
    code: "qemu_failed",
    message: expect.stringContaining("iSCSI: Failed to connect to LUN") as string,
  });
});
