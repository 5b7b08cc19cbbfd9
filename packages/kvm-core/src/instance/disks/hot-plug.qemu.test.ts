import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GantryError } from "../../model/error.ts";
import { TemporaryHost, until } from "../../testing/temporary-host.ts";
import { addressOf, letGo, openFiles, partsOf, rescueMonitorOf } from "./testing/ask-qemu.ts";

const forcing = { force: true, timeoutSeconds: 30 };
const disksOf = async (host: TemporaryHost) =>
  (await host.hypervisor.get("web-1")).spec.disks.map(({ name }) => name);

function at(host: TemporaryHost, name: string): string {
  return join(host.dir, "disks", name);
}

test("a disk plugged into a running guest keeps its address over power cycles, and no other disk moves", async () => {
  await using host = await TemporaryHost.open();
  const { disks } = host.hypervisor;
  await host.createGuest("web-1");
  await disks.attach("web-1", { name: "old", source: { file: at(host, "old") } }, { sizeMiB: 1 });
  await host.hypervisor.start("web-1");
  await disks.attach("web-1", { name: "data", source: { file: at(host, "data") } }, { sizeMiB: 8 });
  expect(await openFiles(host, "web-1")).toMatchObject({ "file-data": at(host, "data") });
  const addresses = async () =>
    await Promise.all(["root", "data"].map((name) => addressOf(host, "web-1", name)));
  const plugged = await addresses();
  expect(new Set(plugged).size).toBe(2);

  await host.hypervisor.stop("web-1", forcing);
  const { disk } = await disks.detach("web-1", { disk: "old" });
  await disks.attach("web-1", disk);
  expect(await disks.detach("web-1", { disk: "old" })).toEqual({ disk });
  await disks.attach("web-1", { name: "constructor", source: { file: at(host, "new") } }, { sizeMiB: 1 });
  await host.reopen();
  await host.hypervisor.start("web-1");
  expect(await addresses()).toEqual(plugged);
  expect(await disksOf(host)).toEqual(["root", "data", "constructor"]);
});

test("a guest that does not let go keeps its disk, and when it does later the disk is gone from the spec too", async () => {
  await using host = await TemporaryHost.open();
  const { disks } = host.hypervisor;
  await host.createGuest("web-1", "interactive", { machine: "pc" });
  await host.hypervisor.start("web-1");
  await disks.attach("web-1", { name: "data", source: { file: at(host, "data") } }, { sizeMiB: 1 });
  const options = { disk: "data", timeoutSeconds: 0.2 };
  await expect(disks.detach("web-1", options)).rejects.toMatchObject({
    code: "timed_out",
    where: "web-1 is on host-a, running.",
  });
  expect(await disksOf(host)).toEqual(["root", "data"]);
  await expect(disks.detach("web-1", options)).rejects.toMatchObject({ code: "timed_out" });
  await letGo(await rescueMonitorOf(host, "web-1"), 17);
  await until(async () => (await disksOf(host)).length === 1);
  await until(async () => (await partsOf(host, "web-1", "data")).length === 0);
  expect((await stat(at(host, "data"))).size).toBeGreaterThan(0);
  const again = { name: "data", source: { file: at(host, "data") } };
  // What the late unplug left is still being removed for a moment.
  await until(() => disks.attach("web-1", again).then(always, isBusy));
  expect(await disksOf(host)).toEqual(["root", "data"]);
});

function isBusy(error: unknown): boolean {
  if (error instanceof GantryError && error.code === "busy") return false;
  throw error;
}

const always = () => true;

test("a guest that lets go while no agent is there has lost the disk for the next one too", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", { machine: "pc" });
  await host.hypervisor.start("web-1");
  const rescue = await rescueMonitorOf(host, "web-1");
  const data = { name: "data", source: { file: at(host, "data") } };
  await host.hypervisor.disks.attach("web-1", data, { sizeMiB: 1 });
  await expect(
    host.hypervisor.disks.detach("web-1", { disk: "data", timeoutSeconds: 0.2 }),
  ).rejects.toMatchObject({ code: "timed_out" });
  await host.away(() => letGo(rescue, 17));
  // QEMU takes a device away a moment after the guest has let it go: before the next agent looks, or while it is there.
  await until(async () => (await disksOf(host)).length === 1);
  await until(async () => (await partsOf(host, "web-1", "data")).length === 0);
});

test("a SCSI disk comes and goes while the guest runs, and leaves nothing open", async () => {
  await using host = await TemporaryHost.open();
  const { disks } = host.hypervisor;
  await host.createGuest("web-1");
  const scsi = (name: string) => ({ name, bus: "scsi", source: { file: at(host, name) } }) as const;
  await disks.attach("web-1", scsi("first"), { sizeMiB: 1 });
  await host.hypervisor.start("web-1");
  await disks.attach("web-1", scsi("second"), { sizeMiB: 1 });
  await disks.detach("web-1", { disk: "first" });
  await disks.detach("web-1", { disk: "second" });
  expect(await disksOf(host)).toEqual(["root"]);
  expect(await partsOf(host, "web-1", "second")).toEqual([]);
  await disks.attach("web-1", scsi("second"));
  expect(await openFiles(host, "web-1")).toMatchObject({ "file-second": at(host, "second") });
});

test("what cannot be plugged in is refused before anything is made, and a failed plug leaves nothing", async () => {
  await using host = await TemporaryHost.open();
  const { disks } = host.hypervisor;
  await host.createGuest("web-1");
  await host.createGuest("other");
  await host.hypervisor.start("web-1");
  await host.hypervisor.start("other");
  const file = at(host, "data");
  const attach = (spec: object, newDisk?: { sizeMiB: number }) =>
    disks.attach("web-1", { name: "data", source: { file }, ...spec }, newDisk);
  for (const bus of ["sata", "cdrom"])
    await expect(attach({ bus }, { sizeMiB: 1 })).rejects.toMatchObject({ code: "wrong_state" });
  await expect(attach({ bus: "scsi" }, { sizeMiB: 1 })).rejects.toMatchObject({
    message: expect.stringContaining("without a SCSI controller") as string,
  });
  await expect(attach({ name: "root" })).rejects.toMatchObject({ code: "invalid_spec" });
  await expect(attach({})).rejects.toMatchObject({
    message: expect.stringContaining("does not exist") as string,
  });
  await expect(stat(file)).rejects.toThrow("ENOENT");
  const taken = at(host, "other.img");
  await expect(attach({ source: { file: taken }, format: "raw" })).rejects.toMatchObject({
    code: "file_in_use",
  });
  await writeFile(file, "QFI\u00fb and more", "latin1");
  await expect(attach({ format: "raw" })).rejects.toMatchObject({
    message: expect.stringContaining("disks.1.source.file: ") as string,
  });
  expect(await partsOf(host, "web-1", "data")).toEqual([]);
  for (const number of [1, 2, 3, 4]) {
    const name = `spare-${number}`;
    await disks.attach("web-1", { name, source: { file: at(host, name) } }, { sizeMiB: 1 });
  }
  await expect(
    disks.attach("web-1", { name: "fifth", source: { file: at(host, "fifth") } }, { sizeMiB: 1 }),
  ).rejects.toMatchObject({ message: expect.stringContaining("no port for disks is free") as string });
  await expect(stat(at(host, "fifth"))).rejects.toThrow("ENOENT");
  await expect(disks.detach("web-1", { disk: "nothing" })).rejects.toMatchObject({ code: "not_found" });
});

test("a file opens literally, whatever its name is, when it is plugged in", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", { machine: "pc" });
  await host.hypervisor.start("web-1");
  const names = ["a,b=c d", `"quoted" 'twice'`, 'json:{"driver":"null-co"}', "nbd:x:1", "%s${HOME}$(id)"];
  const expected: Record<string, string> = { "file-root": at(host, "web-1.img") };
  for (const [index, name] of names.entries()) {
    const disk = { name: `d${index}`, source: { file: at(host, name) } };
    await host.hypervisor.disks.attach("web-1", disk, { sizeMiB: 1 });
    expected[`file-d${index}`] = at(host, name);
  }
  expect(await openFiles(host, "web-1")).toEqual(expected);
});
