import { execFile } from "node:child_process";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { qomGet } from "../../qmp/index.ts";
import { readQcow2 } from "../../storage/index.ts";
import { TemporaryHost } from "../../testing/temporary-host.ts";
import { askQemu, openFiles, partsOf, sizeSeen } from "./testing/ask-qemu.ts";

const run = promisify(execFile);
const mebibyte = 1_048_576;
const forcing = { force: true, timeoutSeconds: 30 };

function at(host: TemporaryHost, name: string): string {
  return join(host.dir, "disks", name);
}

/** Limits of a disk as QEMU applies them, those that are not set left out. */
async function limitsOf(host: TemporaryHost, disk: string): Promise<Record<string, unknown>> {
  const limits = await askQemu(host, "web-1", (qmp) =>
    qomGet(qmp, { path: `/objects/limits-${disk}`, property: "limits" }),
  );
  const set = Object.entries(limits ?? {}).filter(
    ([key, value]) => /^(bps|iops)-(total|read|write)$/.test(key) && value !== 0,
  );
  return Object.fromEntries(set);
}

test("limits of a disk hold at once, after the next start, and end when they are taken away", async () => {
  await using host = await TemporaryHost.open();
  const { disks } = host.hypervisor;
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  expect(await limitsOf(host, "root")).toEqual({});
  const limits = { bytesPerSecond: 1_000_000, readOpsPerSecond: 50, writeOpsPerSecond: 20 };
  await disks.limit("web-1", { disk: "root", limits });
  const expected = { "bps-total": 1_000_000, "iops-read": 50, "iops-write": 20 };
  expect(await limitsOf(host, "root")).toEqual(expected);
  await host.hypervisor.stop("web-1", forcing);
  await host.hypervisor.start("web-1");
  expect(await limitsOf(host, "root")).toEqual(expected);
  await disks.limit("web-1", { disk: "root", limits: {} });
  expect(await limitsOf(host, "root")).toEqual({});
  const both = { bytesPerSecond: 1, readBytesPerSecond: 1 };
  await expect(disks.limit("web-1", { disk: "root", limits: both })).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("limits.bytesPerSecond") as string,
  });
});

test("a CD is changed and taken out while the guest runs, and the old one stays when the new one cannot be used", async () => {
  await using host = await TemporaryHost.open();
  const { changeMedium } = host.hypervisor.disks;
  const change = changeMedium.bind(host.hypervisor.disks);
  const drive = { name: "cd", bus: "cdrom", source: { empty: true } } as const;
  const root = { name: "root", source: { file: at(host, "web-1.img") }, format: "raw" } as const;
  await host.createGuest("web-1", "interactive", { disks: [root, drive] });
  const [first, second] = [at(host, "first, of=two.iso"), at(host, "json:{}")];
  await writeFile(first, Buffer.alloc(mebibyte));
  await writeFile(second, Buffer.alloc(2 * mebibyte));
  await host.hypervisor.start("web-1");
  expect(await partsOf(host, "web-1", "cd")).toEqual([]);

  await change("web-1", { disk: "cd", source: { file: first } });
  expect(await openFiles(host, "web-1")).toMatchObject({ "file-cd": first });
  await change("web-1", { disk: "cd", source: { file: second } });
  expect(await openFiles(host, "web-1")).toMatchObject({ "file-cd": second });
  expect(await sizeSeen(host, "web-1", "cd")).toBe(2 * mebibyte);
  await expect(change("web-1", { disk: "cd", source: { file: at(host, "absent") } })).rejects.toMatchObject({
    code: "invalid_spec",
  });
  const unreachable = { nbd: "nbd://127.0.0.1:1/x" };
  await expect(change("web-1", { disk: "cd", source: unreachable })).rejects.toMatchObject({
    message: expect.stringContaining("Connection refused") as string,
  });
  expect(await openFiles(host, "web-1")).toMatchObject({ "file-cd": second });
  expect((await host.hypervisor.get("web-1")).spec.disks[1]?.source).toEqual({ file: second });
  await expect(change("web-1", { disk: "root", source: null })).rejects.toMatchObject({
    code: "wrong_state",
  });

  await change("web-1", { disk: "cd", source: null });
  expect(await partsOf(host, "web-1", "cd")).toEqual([]);
  await host.hypervisor.stop("web-1", forcing);
  await change("web-1", { disk: "cd", source: { file: first } });
  await host.hypervisor.start("web-1");
  expect(await openFiles(host, "web-1")).toMatchObject({ "file-cd": first });
});

test("a disk is made larger, running or not, raw or qcow2, and never smaller", async () => {
  await using host = await TemporaryHost.open();
  const { disks } = host.hypervisor;
  await host.createGuest("web-1");
  const grown = { name: "data", source: { file: at(host, "data.qcow2") } };
  await disks.attach("web-1", grown, { sizeMiB: 4 });
  await disks.resize("web-1", { disk: "root", sizeMiB: 6 });
  await disks.resize("web-1", { disk: "data", sizeMiB: 8 });
  expect((await stat(at(host, "web-1.img"))).size).toBe(6 * mebibyte);
  expect(await readQcow2(at(host, "data.qcow2"))).toMatchObject({ header: { virtualBytes: 8 * mebibyte } });

  await host.hypervisor.start("web-1");
  await disks.resize("web-1", { disk: "root", sizeMiB: 7 });
  await disks.resize("web-1", { disk: "data", sizeMiB: 16 });
  await disks.resize("web-1", { disk: "data", sizeMiB: 16 });
  expect(await sizeSeen(host, "web-1", "data")).toBe(16 * mebibyte);
  expect(await sizeSeen(host, "web-1", "root")).toBe(7 * mebibyte);
  const smaller = { disk: "data", sizeMiB: 15 };
  const refusal = {
    code: "invalid_input",
    message: expect.stringContaining("cannot be made smaller") as string,
  };
  await expect(disks.resize("web-1", smaller)).rejects.toMatchObject(refusal);
  await host.hypervisor.stop("web-1", forcing);
  await expect(disks.resize("web-1", smaller)).rejects.toMatchObject(refusal);
  expect(await readQcow2(at(host, "data.qcow2"))).toMatchObject({ header: { virtualBytes: 16 * mebibyte } });
});

test("a disk that is not made larger from here, is in use elsewhere or is read only says so", async () => {
  await using host = await TemporaryHost.open();
  const { disks } = host.hypervisor;
  const [file, far] = [at(host, "shared.qcow2"), "nbd://127.0.0.1:1/x"];
  await run("qemu-img", ["create", "-q", "-f", "qcow2", file, "1M"]);
  const shared = { name: "shared", source: { file } };
  const remote = { name: "far", source: { nbd: far }, format: "raw" } as const;
  await host.createGuest("web-1", "interactive", { disks: [shared, remote] });
  await host.createGuest("other", "interactive", { disks: [shared] });
  await host.hypervisor.start("other");
  await expect(disks.resize("web-1", { disk: "shared", sizeMiB: 2 })).rejects.toMatchObject({
    code: "file_in_use",
  });
  await expect(disks.resize("web-1", { disk: "far", sizeMiB: 2 })).rejects.toMatchObject({
    code: "wrong_state",
    message: expect.stringContaining("is not a file") as string,
  });
  await host.hypervisor.stop("other", forcing);
  await disks.detach("web-1", { disk: "shared" });
  await disks.attach("web-1", { ...shared, readOnly: true });
  await expect(disks.resize("web-1", { disk: "shared", sizeMiB: 2 })).rejects.toMatchObject({
    message: expect.stringContaining("read only") as string,
  });
});
