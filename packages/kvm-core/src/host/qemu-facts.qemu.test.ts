import { chmod, mkdtempDisposable, readFile, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { instanceSpecSchema } from "../model/index.ts";
import { assertSupported } from "./assert-supported.ts";
import { examineAbilities } from "./examine-abilities.ts";
import { findQemu } from "./find-qemu.ts";
import { readCachedFacts, writeCachedFacts } from "./qemu-facts-cache.ts";

const facts = await findQemu();

const temporary = () => mkdtempDisposable(join(tmpdir(), "gantry-facts-"));

const withDisk = (source: object) =>
  instanceSpecSchema.parse({ name: "web-1", disks: [{ name: "far", source, format: "raw" }] });

/** A program that is the QEMU of this host and writes a line for each time it was started. */
async function countedQemu(directory: string) {
  const binary = join(directory, "counted-qemu");
  const log = join(directory, "starts");
  await writeFile(log, "");
  await writeFile(binary, `#!/bin/sh\necho start >> '${log}'\nexec '${facts.binary}' "$@"\n`);
  await chmod(binary, 0o755);
  const starts = async () => (await readFile(log, "utf8")).split("\n").length - 1;
  return { binary, starts };
}

describe("What QEMU says it can do", () => {
  test("names drivers, devices, options, capabilities, commands and events", () => {
    for (const driver of ["raw", "qcow2", "nbd", "throttle"]) expect(facts.blockDrivers).toContain(driver);
    for (const type of ["virtio-blk-pci", "virtio-net-pci"]) expect(facts.deviceTypes).toContain(type);
    expect(facts.netdevTypes).toContain("tap");
    expect(facts.commandLineOptions["chardev"]).toContain("logfile");
    expect(facts.migrationCapabilities).toContain("return-path");
    expect(facts.commands).toContain("blockdev-add");
    expect(facts.events).toContain("STOP");
  });

  test("is asked once for each file it is, also by the next agent", async () => {
    await using directory = await temporary();
    const { binary, starts } = await countedQemu(directory.path);
    const first = await findQemu(binary, { cacheDir: directory.path });
    expect(first).toEqual({ ...facts, binary });
    expect(await findQemu(binary, { cacheDir: directory.path })).toEqual(first);
    expect(await starts()).toBe(1);
    // An upgrade writes another file.
    await utimes(binary, new Date(), new Date(0));
    await findQemu(binary, { cacheDir: directory.path });
    expect(await starts()).toBe(2);
  });

  test("is asked again when what was kept is damaged or of another version, and kept nowhere without harm", async () => {
    await using directory = await temporary();
    const file = join(directory.path, "qemu-facts.json");
    await writeCachedFacts(directory.path, facts);
    expect(await readCachedFacts(directory.path, facts.binary)).toEqual(facts);
    const text = await readFile(file, "utf8");
    for (const bad of [
      "",
      "[]",
      text.slice(0, -200),
      text.replace("qcow2", "qcow3"),
      text.replace('"format":1', '"format":2'),
    ]) {
      await writeFile(file, bad);
      expect(await readCachedFacts(directory.path, facts.binary)).toBeUndefined();
    }
    await writeCachedFacts(join(directory.path, "not-there"), facts);
    expect(await findQemu(undefined, { cacheDir: join(directory.path, "not-there") })).toEqual(facts);
  });
});

describe("A spec that this QEMU cannot run", () => {
  test("is refused by its field with the package that is missing, and the doctor knows it too", async () => {
    const without = { ...facts, blockDrivers: facts.blockDrivers.filter((driver) => driver !== "rbd") };
    const spec = withDisk({ rbd: "pool/image" });
    if (facts.blockDrivers.includes("rbd")) return await assertSupported(without, spec);
    await expect(assertSupported(facts, spec)).rejects.toMatchObject({
      code: "unsupported",
      message: `disks.0.source.rbd: QEMU ${facts.version} has no block driver rbd here.`,
      hint: expect.stringContaining("apt-get install qemu-block-extra") as string,
      details: { faults: [{ path: "disks.0.source.rbd" }] },
    });
    expect(await examineAbilities(undefined, [spec, withDisk({ nbd: "nbd://host/far" })])).toMatchObject([
      { code: "qemu_lacks", level: "warn", message: expect.stringContaining("web-1 cannot start") as string },
    ]);
    expect(await examineAbilities("/no/such/qemu", [spec])).toEqual([]);
  });

  test("is taken as soon as the missing driver is installed, without a restart of the agent", async () => {
    const old = { ...facts, blockDrivers: facts.blockDrivers.filter((driver) => driver !== "nbd") };
    await assertSupported(old, withDisk({ nbd: "nbd://host/far" }));
    const gone = { ...old, binary: "/no/such/qemu" };
    await expect(assertSupported(gone, withDisk({ nbd: "nbd://host/far" }))).rejects.toMatchObject({
      code: "unsupported",
    });
  });
});
