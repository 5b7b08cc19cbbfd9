import { execFile } from "node:child_process";
import { access, copyFile, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { expect, test } from "vitest";
import { virtualBytesOf } from "../storage/index.ts";
import type { NewInstance } from "./verb-options.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const run = promisify(execFile);
const forcing = { force: true, timeoutSeconds: 30 };
const gib = 1024 ** 3;
type Disks = NonNullable<NewInstance["spec"]["disks"]>;

/** Puts a guest that boots into the library. */
async function addImage(host: TemporaryHost, name: string, more: { sha512?: string } = {}) {
  const pool = host.hypervisor.images.pool();
  const part = join(pool.incomingDir, `${name}.part`);
  await writeBootSectorDisk(part, "interactive");
  const checksum =
    more.sha512 === undefined ? undefined : { algorithm: "sha512" as const, digest: more.sha512 };
  using _name = await host.hypervisor.images.reserve(name);
  return await host.hypervisor.images.add({
    ...{ name, pool, part, format: undefined, os: "echo", addedBy: "a test", checksum },
    source: { kind: "upload", file: "echo.img" },
  });
}

async function createAndBoot(host: TemporaryHost, name: string, disks: Disks): Promise<void> {
  await host.hypervisor.create({ spec: { name, memoryMiB: 16, disks } });
  await host.hypervisor.start(name);
  await until(async () => (await consoleText(host.hypervisor, name)).includes("READY"));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

test("an instance runs on a disk that is made from an image, linked or copied, grown, and gone with it", async () => {
  await using host = await TemporaryHost.open();
  const { images } = host.hypervisor;
  const image = await addImage(host, "echo");
  expect(image).toMatchObject({ name: "echo", format: "raw", broughtAs: "raw", usedBy: [], pool: "default" });
  await createAndBoot(host, "web-1", [{ name: "root", source: { image: "echo", sizeGiB: 2 } }]);
  await createAndBoot(host, "web-2", [{ name: "root", source: { image: "echo", linked: false } }]);
  await host.hypervisor.create({
    spec: { name: "web-3", disks: [{ name: "data", source: { empty: { sizeGiB: 3 } } }] },
  });
  const disksDir = images.pool().disksDir;
  const [linked, copied, empty] = ["web-1-root", "web-2-root", "web-3-data"].map((file) =>
    join(disksDir, `${file}.qcow2`),
  );
  expect((await host.hypervisor.get("web-1")).spec.disks).toMatchObject([
    { source: { file: linked }, format: "qcow2", backing: { file: image.path, format: "raw" } },
  ]);
  expect(await virtualBytesOf({ path: linked ?? "", format: "qcow2" })).toBe(2 * gib);
  expect(await virtualBytesOf({ path: copied ?? "", format: "qcow2" })).toBe(image.virtualBytes);
  expect(await virtualBytesOf({ path: empty ?? "", format: "qcow2" })).toBe(3 * gib);

  expect((await images.get("echo")).usedBy).toEqual(["web-1"]);
  await expect(images.delete("echo")).rejects.toMatchObject({
    code: "file_in_use",
    message: expect.stringContaining("the disks of web-1 need it"),
  });
  for (const name of ["web-1", "web-2"]) await host.hypervisor.stop(name, forcing);
  await host.hypervisor.delete("web-1", { deleteDisks: true });
  await host.hypervisor.delete("web-2");
  expect([await exists(linked ?? ""), await exists(copied ?? "")]).toEqual([false, true]);
  // What was kept is not overwritten.
  await createAndBoot(host, "web-2", [{ name: "root", source: { image: "echo" } }]);
  expect((await host.hypervisor.get("web-2")).spec.disks).toMatchObject([
    { source: { file: join(disksDir, "web-2-root-2.qcow2") } },
  ]);
  await host.hypervisor.stop("web-2", forcing);
  await host.hypervisor.delete("web-2", { deleteDisks: true });
  await images.delete("echo");
  expect(await readdir(images.pool().imagesDir)).toEqual([]);
});

test("what is only read takes the image itself", async () => {
  await using host = await TemporaryHost.open();
  const image = await addImage(host, "echo");
  const disks = [
    { name: "cd", bus: "cdrom" as const, source: { image: "echo" } },
    { name: "seen", readOnly: true, source: { image: "echo" } },
  ];
  await host.hypervisor.create({ spec: { name: "web-1", disks } });
  expect((await host.hypervisor.get("web-1")).spec.disks).toMatchObject([
    { source: { file: image.path }, format: "raw", bus: "cdrom" },
    { source: { file: image.path }, format: "raw", readOnly: true },
  ]);
  expect((await host.hypervisor.images.get("echo")).usedBy).toEqual(["web-1"]);
});

test("the command line of an instance is shown before it is made, is the one it is then started with, and makes nothing", async () => {
  await using host = await TemporaryHost.open();
  const { hypervisor } = host;
  await addImage(host, "echo");
  const spec = {
    name: "web-1",
    memoryMiB: 16,
    disks: [
      { name: "root", source: { image: "echo", sizeGiB: 2 } },
      { name: "data", source: { empty: { sizeGiB: 1 } }, bus: "scsi" as const },
    ],
    nics: [{ network: { user: {} } }, { network: { user: {} }, mac: "52:54:00:12:34:56" }],
    cloudInit: { userData: "#cloud-config\n" },
  };
  const shown = await hypervisor.preview({ spec });
  expect(await readdir(hypervisor.images.pool().disksDir)).toEqual([]);
  expect(hypervisor.list()).toEqual([]);

  await hypervisor.create({ spec, start: true });
  const { uuid, runtime, spec: made } = await hypervisor.get("web-1");
  const incarnation = runtime?.incarnation ?? expect.fail("it does not run");
  const mac = made.nics[0]?.mac ?? expect.fail("no address");
  const standIns = (argument: string) =>
    argument
      .replaceAll(uuid, "00000000-0000-4000-8000-000000000000")
      .replaceAll(incarnation, "0".repeat(16))
      // Of both, a directory has the beginnings.
      .replaceAll(`${uuid.slice(0, 8)}-${incarnation.slice(0, 8)}`, "00000000-00000000")
      .replaceAll(mac, "52:54:00:00:00:00");
  const run = await readFile(`/proc/${runtime?.pid}/cmdline`, "utf8");
  expect(shown.map(standIns)).toEqual(run.split("\0").slice(0, -1).map(standIns));
  await hypervisor.stop("web-1", forcing);
  await expect(
    hypervisor.preview({ spec: { ...spec, disks: [{ name: "root", source: { image: "absent" } }] } }),
  ).rejects.toMatchObject({ code: "invalid_spec", message: expect.stringContaining("absent") });
});

test("a guest never gets an image of the library itself to write to, by whatever way it is asked for", async () => {
  await using host = await TemporaryHost.open();
  const { hypervisor } = host;
  const { path } = await addImage(host, "echo");
  const link = join(host.dir, "link.img");
  await symlink(path, link);
  const refused = (field: string) => ({
    code: "invalid_spec",
    details: {
      faults: [{ path: field, message: expect.stringMatching(/"image": "echo".*"readOnly": true/) }],
    },
  });
  for (const file of [path, link]) {
    const disks = [{ name: "root", source: { file }, format: "raw" as const }];
    await expect(hypervisor.create({ spec: { name: "web-1", disks } })).rejects.toMatchObject(
      refused("disks.0.source.file"),
    );
  }
  await createAndBoot(host, "web-1", [{ name: "root", source: { image: "echo" } }]);
  const { spec } = await hypervisor.get("web-1");
  await expect(
    hypervisor.disks.attach("web-1", { name: "data", source: { file: path }, format: "raw" }),
  ).rejects.toMatchObject(refused("disks.1.source.file"));
  await hypervisor.stop("web-1", forcing);
  const disks = [...spec.disks, { name: "data", source: { file: path }, format: "raw" as const }];
  await expect(hypervisor.update("web-1", { ...spec, disks })).rejects.toMatchObject(
    refused("disks.1.source.file"),
  );
});

test("a disk that cannot be made is named with its field, and nothing is made", async () => {
  await using host = await TemporaryHost.open();
  const { images } = host.hypervisor;
  const part = join(images.pool().incomingDir, "large.part");
  await run("qemu-img", ["create", "-q", "-f", "qcow2", part, "2G"]);
  await images.add({
    ...{ name: "large", pool: images.pool(), part, format: "qcow2", os: undefined, addedBy: "a test" },
    ...{ checksum: undefined, source: { kind: "file", path: "/large" } },
  });
  const disks = [
    { name: "a", source: { image: "absent" } },
    { name: "b", source: { image: "large", sizeGiB: 1 } },
    { name: "c", source: { empty: { sizeGiB: 1, pool: "elsewhere" } } },
    { name: "d", bus: "cdrom" as const, source: { image: "large", sizeGiB: 3 } },
    { name: "e", source: { empty: { sizeGiB: 1 } } },
  ];
  await expect(host.hypervisor.create({ spec: { name: "web-1", disks } })).rejects.toMatchObject({
    code: "invalid_spec",
    details: {
      faults: [
        { path: "disks.0.source.image", message: expect.stringContaining("no image absent") },
        { path: "disks.1.source.sizeGiB", message: expect.stringContaining("at least 2 GiB") },
        { path: "disks.2.source.empty.pool", message: expect.stringContaining("no pool elsewhere") },
        { path: "disks.3.source.sizeGiB", message: expect.stringContaining("leave it out") },
      ],
    },
  });
  expect(await readdir(images.pool().disksDir)).toEqual([]);
  expect(host.hypervisor.has("web-1")).toBe(false);
});

test("a name is taken once, a wrong checksum leaves nothing, and a damaged record is not shown", async () => {
  await using host = await TemporaryHost.open();
  const { images } = host.hypervisor;
  await expect(addImage(host, "echo", { sha512: "0".repeat(128) })).rejects.toMatchObject({
    code: "image_refused",
    message: expect.stringMatching(/its SHA512 is [0-9a-f]{128}, not 0{128}/),
  });
  expect(await readdir(images.pool().imagesDir)).toEqual([]);
  expect(await readdir(images.pool().incomingDir)).toEqual([]);
  await addImage(host, "echo");
  await expect(images.reserve("echo")).rejects.toMatchObject({ code: "name_taken" });
  {
    using _first = await images.reserve("other");
    await expect(images.reserve("other")).rejects.toMatchObject({ code: "name_taken" });
  }
  (await images.reserve("other"))[Symbol.dispose]();
  const { imagesDir } = images.pool();
  // Its format would be a guess.
  await copyFile(join(imagesDir, "echo.img"), join(imagesDir, "stray.img"));
  await writeFile(join(imagesDir, "stray.json"), "{}");
  expect((await images.list()).map(({ name }) => name)).toEqual(["echo"]);
  await expect(images.get("stray")).rejects.toMatchObject({ code: "not_found" });
  await expect(images.reserve("stray")).rejects.toMatchObject({ code: "name_taken" });
});

test("a pool that cannot be made keeps nothing else from working", async () => {
  await using host = await TemporaryHost.open();
  const pools = [...host.config.pools, { name: "away", path: "/dev/null/pool" }];
  await host.hypervisor[Symbol.asyncDispose]();
  await using other = await TemporaryHost.open({ ...host.config, pools });
  expect(await other.hypervisor.images.pools()).toEqual([
    {
      host: "host-a",
      name: "default",
      path: pools[0]?.path,
      bytes: expect.any(Number),
      freeBytes: expect.any(Number),
    },
    { host: "host-a", name: "away", path: "/dev/null/pool" },
  ]);
  expect((await addImage(other, "echo")).diskBytes).toBe(
    (await stat((await other.hypervisor.images.get("echo")).path)).blocks * 512,
  );
});
