import { execFile } from "node:child_process";
import { open, readFile, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { expect, test } from "vitest";
import { migrationOptionsSchema } from "../../model/migration.ts";
import { LocalPeer } from "../../testing/local-peer.ts";
import { consoleText, TemporaryHost, until } from "../../testing/temporary-host.ts";
import { addressOf, openFiles, sizeSeen } from "./testing/ask-qemu.ts";
import { NbdServer } from "./testing/nbd-server.ts";

const run = promisify(execFile);
const mebibyte = 1_048_576;

async function ready(host: TemporaryHost): Promise<void> {
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
}

/** Lets the guest write sector 3 of its disk and waits until it says that it did. */
async function writesItsDisk(host: TemporaryHost): Promise<void> {
  const port = host.hypervisor.console("web-1");
  const before = await port.settle();
  port.write(Buffer.from("W"));
  await until(async () => {
    const seq = await port.settle();
    return Buffer.from(await port.read(before, seq - before)).includes("w");
  });
}

test("a guest on an NBD disk boots from it, and its writes bear that the server dies and comes back", async () => {
  await using host = await TemporaryHost.open();
  const file = join(host.dir, "disks", "served.img");
  await writeBootSectorDisk(file, "interactive");
  await using server = await NbdServer.serve(file);
  const { disks } = host.hypervisor;
  const root = { name: "root", source: { nbd: server.address }, format: "raw" } as const;
  await host.createGuest("web-1", "interactive", { disks: [root] });
  await host.hypervisor.start("web-1");
  await ready(host);
  await writesItsDisk(host);
  await server.kill();
  const written = writesItsDisk(host);
  await server.start();
  await written;
  expect(host.hypervisor.list()[0]?.state).toBe("running");
  await expect(disks.resize("web-1", { disk: "root", sizeMiB: 64 })).rejects.toMatchObject({
    code: "wrong_state",
    message: expect.stringContaining("not made larger from here") as string,
  });
});

test("a block device is a disk, and a running guest is told when it has grown", async (context) => {
  await using host = await TemporaryHost.open();
  const file = join(host.dir, "disks", "device.img");
  await writeBootSectorDisk(file, "interactive");
  await truncate(file, 2 * mebibyte);
  const made = await run("losetup", ["--find", "--show", file]).catch(() => undefined);
  if (made === undefined) return context.skip("this machine allows no loop device");
  const device = made.stdout.trim();
  await using _loop = {
    [Symbol.asyncDispose]: async () => void (await run("losetup", ["--detach", device])),
  };
  const { disks } = host.hypervisor;
  const root = { name: "root", source: { device }, format: "raw" } as const;
  await host.createGuest("web-1", "interactive", { disks: [root] });
  await host.hypervisor.start("web-1");
  await ready(host);
  await writesItsDisk(host);
  const resize = () => disks.resize("web-1", { disk: "root", sizeMiB: 4 });
  await expect(resize()).rejects.toMatchObject({ code: "wrong_state" });
  await truncate(file, 4 * mebibyte);
  await run("losetup", ["--set-capacity", device]);
  await resize();
  expect(await sizeSeen(host, "web-1", "root")).toBe(4 * mebibyte);
});

test("a guest on a linked image writes to that alone, and reads what lies below it by the spec only", async () => {
  await using host = await TemporaryHost.open();
  const at = (name: string) => join(host.dir, "disks", name);
  await writeBootSectorDisk(at("bare, template=1.raw"), "interactive");
  const below = ["-u", "-b", at("bare, template=1.raw"), "-F", "raw"];
  await run("qemu-img", ["create", "-q", "-f", "qcow2", ...below, at("layer.qcow2"), "1M"]);
  await run("qemu-img", [
    "create",
    "-q",
    "-f",
    "qcow2",
    "-u",
    "-b",
    "layer.qcow2",
    "-F",
    "qcow2",
    at("linked"),
    "1M",
  ]);
  const root = {
    name: "root",
    source: { file: at("linked") },
    backing: {
      file: at("layer.qcow2"),
      format: "qcow2",
      backing: { file: at("bare, template=1.raw"), format: "raw" },
    },
  } as const;
  await host.createGuest("web-1", "interactive", { disks: [root] });
  await host.hypervisor.start("web-1");
  await ready(host);
  await writesItsDisk(host);
  expect(await openFiles(host, "web-1")).toEqual({
    "file-root": at("linked"),
    "base1file-root": at("layer.qcow2"),
    "base2file-root": at("bare, template=1.raw"),
  });
  const sizes = await Promise.all(
    ["layer.qcow2", "linked"].map(async (name) => (await stat(at(name))).blocks),
  );
  expect(sizes[1]).toBeGreaterThan(sizes[0] ?? 0);
  expect((await readFile(at("bare, template=1.raw"))).readUInt16LE(1024)).toBe(0);
});

test("a linked image whose name for what lies below it differs from the spec is refused, and the file it names stays unread", async () => {
  await using host = await TemporaryHost.open();
  const at = (name: string) => join(host.dir, "disks", name);
  await writeFile(at("canary"), "secret");
  await truncate(at("canary"), mebibyte);
  await utimes(at("canary"), new Date(0), new Date());
  await run("qemu-img", [
    "create",
    "-q",
    "-f",
    "qcow2",
    "-u",
    "-b",
    at("canary"),
    "-F",
    "raw",
    at("linked"),
    "1M",
  ]);
  const disk = { name: "root", source: { file: at("linked") } };
  await expect(host.createGuest("web-1", "interactive", { disks: [disk] })).rejects.toMatchObject({
    code: "invalid_spec",
    message: expect.stringContaining(`is an overlay of "${at("canary")}"`) as string,
  });
  const backing = { file: at("web-1.img"), format: "raw" } as const;
  await expect(
    host.createGuest("web-2", "interactive", { disks: [{ ...disk, backing }] }),
  ).rejects.toMatchObject({ code: "invalid_spec" });
  expect((await stat(at("canary"))).atime).toEqual(new Date(0));
});

test("a guest moves with the disks that were plugged in while it ran, each at its address and with its limits", async () => {
  await using a = await TemporaryHost.open({ host: "host-a" });
  await using b = await TemporaryHost.open({ host: "host-b" });
  const toB = new LocalPeer(() => b.hypervisor);
  const at = (name: string) => join(a.dir, "disks", name);
  await a.createGuest("web-1");
  await a.hypervisor.disks.attach("web-1", { name: "gone", source: { file: at("gone") } }, { sizeMiB: 1 });
  await a.hypervisor.disks.attach(
    "web-1",
    { name: "scsi", bus: "scsi", source: { file: at("s") } },
    { sizeMiB: 1 },
  );
  await a.hypervisor.start("web-1");
  await ready(a);
  await a.hypervisor.disks.attach("web-1", { name: "data", source: { file: at("data") } }, { sizeMiB: 1 });
  await a.hypervisor.disks.detach("web-1", { disk: "scsi" });
  await a.hypervisor.disks.limit("web-1", { disk: "root", limits: { opsPerSecond: 1000 } });
  const names = ["root", "gone", "data"];
  const addresses = async (host: TemporaryHost) =>
    await Promise.all(names.map((name) => addressOf(host, "web-1", name)));
  const before = await addresses(a);
  await a.hypervisor.migrate("web-1", { peer: toB, options: migrationOptionsSchema.parse({}) });
  expect(await addresses(b)).toEqual(before);
  expect(await openFiles(b, "web-1")).toMatchObject({ "file-data": at("data") });
  await writesItsDisk(b);
  await using written = await open(at("web-1.img"));
  expect((await written.read(Buffer.alloc(2), 0, 2, 1024)).buffer.readUInt16LE()).toBe(1);
  await b.hypervisor.disks.attach("web-1", { name: "more", source: { file: at("more") } }, { sizeMiB: 1 });
});
