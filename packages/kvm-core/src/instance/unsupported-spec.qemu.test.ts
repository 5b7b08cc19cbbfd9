import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findQemu } from "../host/index.ts";
import { writeCachedFacts } from "../host/qemu-facts-cache.ts";
import { instanceSpecSchema } from "../model/spec.ts";
import { TemporaryHost } from "../testing/temporary-host.ts";

test("A disk that this QEMU has no driver for is refused at create, update and start, and known to the doctor", async () => {
  const facts = await findQemu();
  if (facts.blockDrivers.includes("rbd")) return; // Nothing is missing here.
  await using host = await TemporaryHost.open();
  const far = { name: "far", source: { rbd: "pool/image" }, format: "raw" } as const;
  const spec = instanceSpecSchema.parse({ name: "far", memoryMiB: 16, disks: [far] });
  const create = () => host.hypervisor.create({ spec, start: false, newDisks: [] });
  const refusal = { code: "unsupported", details: { faults: [{ path: "disks.0.source.rbd" }] } };
  await expect(create()).rejects.toMatchObject(refusal);
  await host.createGuest("near");
  const near = (await host.hypervisor.get("near")).spec;
  await expect(
    host.hypervisor.update("near", { ...near, disks: [...near.disks, ...spec.disks] }),
  ).rejects.toMatchObject({ code: "unsupported", details: { faults: [{ path: "disks.1.source.rbd" }] } });
  expect(host.hypervisor.list().map(({ name }) => name)).toEqual(["near"]);

  // An instance of a time when the driver was installed.
  const known = join(host.config.stateDir, "qemu-facts.json");
  await writeCachedFacts(host.config.stateDir, { ...facts, blockDrivers: [...facts.blockDrivers, "rbd"] });
  await host.reopen();
  await create();
  await rm(known);
  await host.reopen();
  await expect(host.hypervisor.start("far")).rejects.toMatchObject(refusal);
  expect(await host.qemuPids()).toEqual([]);
  const lacking = (await host.hypervisor.doctor()).filter(({ code }) => code === "qemu_lacks");
  expect(lacking.map(({ message }) => message)).toEqual([
    `far cannot start: QEMU ${facts.version} has no block driver rbd here (disks.0.source.rbd).`,
  ]);
});
