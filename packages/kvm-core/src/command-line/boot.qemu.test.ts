import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { bootSector, writeBootSectorDisk } from "@gantry/demo-guest";
import { describe, expect, test } from "vitest";
import type { InstanceSpecInput } from "../model/index.ts";
import { cont, queryNamedBlockNodes, queryStatus } from "../qmp/index.ts";
import { RunningMachine } from "./testing/running-machine.ts";

type Bus = NonNullable<NonNullable<InstanceSpecInput["disks"]>[number]["bus"]>;

const machines = ["q35", "pc"] as const;
const buses = ["virtio", "scsi", "sata"] as const;
const combinations = machines.flatMap((machine) => buses.map((bus) => ({ machine, bus })));
const patience = { timeout: 30_000, interval: 10 };

async function bootable(
  directory: string,
  bus: Bus,
  name = "root",
): Promise<NonNullable<InstanceSpecInput["disks"]>> {
  const file = join(directory, `${name}.img`);
  await writeBootSectorDisk(file, "interactive");
  return [{ name, source: { file }, format: "raw", bus }];
}

async function blank(directory: string, name: string): Promise<NonNullable<InstanceSpecInput["disks"]>> {
  const file = join(directory, `${name}.img`);
  await writeFile(file, Buffer.alloc(1024 * 1024));
  return [{ name, source: { file }, format: "raw" }];
}

/** A CD that boots the guest's sector without emulating a disk, laid out as El Torito 1.0 says. */
async function bootableCd(directory: string): Promise<NonNullable<InstanceSpecInput["disks"]>> {
  const file = join(directory, "install.iso");
  const image = Buffer.alloc(1024 * 1024);
  const sector = (number: number): Buffer => image.subarray(number * 2048, (number + 1) * 2048);
  sector(16).write("\u0001CD001\u0001", "latin1");
  sector(17).write("\u0000CD001\u0001EL TORITO SPECIFICATION", "latin1");
  sector(17).writeUInt32LE(18, 0x47);
  const catalog = sector(18);
  catalog.writeUInt8(1, 0);
  catalog.writeUInt16LE(0xaa55, 30);
  // The words of the validation entry add up to zero.
  catalog.writeUInt16LE(0x1_0000 - ((0x0001 + 0xaa55) & 0xffff), 28);
  catalog.writeUInt8(0x88, 32);
  catalog.writeUInt16LE(4, 38);
  catalog.writeUInt32LE(19, 40);
  bootSector("interactive").copy(sector(19));
  await writeFile(file, image);
  return [{ name: "install", source: { file }, format: "raw", bus: "cdrom" }];
}

describe("a guest on its disk", () => {
  test.for(combinations)("boots from $bus on $machine and writes to it", async ({ machine, bus }) => {
    await using guest = await RunningMachine.start(async (directory) => ({
      name: "guest",
      machine,
      memoryMiB: 16,
      disks: await bootable(directory, bus),
    }));
    await cont(guest.qmp);
    await expect.poll(guest.output, patience).toContain("READY");
    await guest.type("W");
    await expect.poll(guest.output, patience).toContain("w");
  });

  test("boots without ACPI on pc", async () => {
    await using guest = await RunningMachine.start(async (directory) => ({
      name: "guest",
      machine: "pc",
      acpi: false,
      memoryMiB: 16,
      disks: await bootable(directory, "virtio"),
    }));
    await cont(guest.qmp);
    await expect.poll(guest.output, patience).toContain("READY");
  });

  test.for(machines)(
    "boots on %s from a CD behind a blank disk, as one installs a system",
    async (machine) => {
      await using guest = await RunningMachine.start(async (directory) => ({
        name: "guest",
        machine,
        memoryMiB: 16,
        disks: [...(await blank(directory, "root")), ...(await bootableCd(directory))],
      }));
      await cont(guest.qmp);
      await expect.poll(guest.output, patience).toContain("READY");
    },
  );

  test.for(machines)("is kept for inspection on %s when it panics", async (machine) => {
    await using guest = await RunningMachine.start(async (directory) => ({
      name: "guest",
      machine,
      memoryMiB: 16,
      disks: await bootable(directory, "virtio"),
    }));
    await cont(guest.qmp);
    await expect.poll(guest.output, patience).toContain("READY");
    await guest.type("P");
    await expect.poll(async () => (await queryStatus(guest.qmp)).status, patience).toBe("guest-panicked");
  });
});

describe("an image that names another file", () => {
  test("is opened without it", async () => {
    await using guest = await RunningMachine.start(async (directory) => {
      await writeFile(join(directory, "secret"), "the host's own");
      const file = join(directory, "overlay.qcow2");
      const create = [
        "create",
        "-q",
        "-f",
        "qcow2",
        "-b",
        join(directory, "secret"),
        "-F",
        "raw",
        file,
        "1M",
      ];
      await promisify(execFile)("qemu-img", create);
      return { name: "guest", memoryMiB: 16, disks: [{ name: "root", source: { file } }] };
    });
    const opened = (await queryNamedBlockNodes(guest.qmp)).map(({ image }) => image.filename);
    expect(opened.filter((path) => path.endsWith("secret"))).toEqual([]);
  });
});

describe("a running q35", () => {
  test("takes a disk into a spare port", async () => {
    await using guest = await RunningMachine.start(async () => ({ name: "guest", memoryMiB: 16 }));
    await guest.qmp.execute("blockdev-add", {
      driver: "null-co",
      "node-name": "extra",
      size: 1024 * 1024,
      "read-zeroes": true,
    });
    const device = { driver: "virtio-blk-pci", id: "disk-extra", drive: "extra", bus: "port-disk-3" };
    await expect(guest.qmp.execute("device_add", device)).resolves.toEqual({});
  });
});
