import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { hostFactsSchema } from "../model/index.ts";
import { type HostFactsRequest, readHostFacts } from "./read-host-facts.ts";

const request: HostFactsRequest = {
  name: "host-a",
  qemu: undefined,
  kvm: { usable: false, reason: "not asked.", fix: "ask" },
  running: [],
  directories: [],
};

test("The facts of this host make sense and fit their schema", async () => {
  const facts = await readHostFacts(request);
  expect(hostFactsSchema.parse(facts)).toEqual(facts);
  expect(facts).toMatchObject({ name: "host-a", qemu: null, kvm: { usable: false, reason: "not asked." } });
  expect(facts.cpus).toBeGreaterThan(0);
  expect(facts.cpuFlags).toContain("lm");
  expect(facts.memoryAvailableMiB).toBeLessThanOrEqual(facts.memoryTotalMiB);
  expect(facts.memoryHostMiB).toBeLessThanOrEqual(facts.memoryTotalMiB);
});

test("What instances were given is summed, and what they hold is not the host's own", async () => {
  const own = { pid: process.pid, memoryMiB: 512 };
  const none = await readHostFacts(request);
  const facts = await readHostFacts({ ...request, running: [own, { pid: 2 ** 22, memoryMiB: 256 }] });
  expect(facts.memoryCommittedMiB).toBe(768);
  expect(facts.memoryHostMiB).toBeLessThan(none.memoryTotalMiB - none.memoryAvailableMiB + 1);
});

test("Every directory that exists is reported once with its space, the others not at all", async () => {
  const { disks } = await readHostFacts({
    ...request,
    directories: [tmpdir(), tmpdir(), "/no/such/directory"],
  });
  expect(disks).toHaveLength(1);
  expect(disks[0]).toMatchObject({ path: tmpdir() });
  expect(disks[0]?.freeMiB).toBeLessThanOrEqual(disks[0]?.totalMiB ?? 0);
});
