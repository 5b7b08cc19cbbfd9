import { mkdtempDisposable, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findQemu } from "./find-qemu.ts";
import { readKvmCpuModels } from "./read-qemu-facts.ts";
import { isKvmOpen, probeKvm } from "./probe-kvm.ts";
import { kvmBaseline } from "./resolve-machine.ts";
import { runProbeGuest } from "./run-probe-guest.ts";

const { binary: qemu } = await findQemu();
const open = await isKvmOpen();

async function temporary() {
  return await mkdtempDisposable(join(tmpdir(), "gantry-kvm-"));
}

test("The verdict on KVM is one sentence with its reason, and with a way out when it is bad", async () => {
  await using directory = await temporary();
  const verdict = await probeKvm({ qemu, cacheDir: directory.path });
  expect(verdict.reason).toMatch(/\.\)?$/);
  if (!verdict.usable) expect(verdict.fix).toBeTruthy();
});

describe.skipIf(!open)("where /dev/kvm opens", () => {
  test("the verdict is what the probe guest says under the model that instances get", async () => {
    await using directory = await temporary();
    const cpuModel = kvmBaseline(await readKvmCpuModels(qemu));
    const { passed } = await runProbeGuest({ qemu, cpuModel, accelerator: "kvm" });
    expect((await probeKvm({ qemu, cacheDir: directory.path })).usable).toBe(passed);
  });

  test("the verdict is kept until the host boots again or QEMU changes", async () => {
    await using directory = await temporary();
    const path = join(directory.path, "kvm-probe.json");
    await probeKvm({ qemu, cacheDir: directory.path });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const kept = JSON.parse(await readFile(path, "utf8")) as { holdsFor: string };
    const verdict = { usable: true, reason: "from the cache." };
    await writeFile(path, JSON.stringify({ ...kept, verdict }));
    expect(await probeKvm({ qemu, cacheDir: directory.path })).toEqual(verdict);
    await writeFile(path, JSON.stringify({ holdsFor: `another ${kept.holdsFor}`, verdict }));
    expect(await probeKvm({ qemu, cacheDir: directory.path })).not.toEqual(verdict);
  });

  test("a damaged or unwritable cache costs a probe and nothing else", async () => {
    await using directory = await temporary();
    await writeFile(join(directory.path, "kvm-probe.json"), '{"holdsFor');
    const { reason } = await probeKvm({ qemu, cacheDir: directory.path });
    expect((await probeKvm({ qemu, cacheDir: join(directory.path, "none") })).reason).toBe(reason);
  });
});
