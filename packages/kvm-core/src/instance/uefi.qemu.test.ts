import { execFile } from "node:child_process";
import { access, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { createQcow2Guest } from "../testing/qcow2-guest.ts";
import { TemporaryHost } from "../testing/temporary-host.ts";
import { UefiShell } from "../testing/uefi-shell.ts";

const run = promisify(execFile);
const forcing = { force: true, timeoutSeconds: 30 };
const shell = new UefiShell("web-1");
const byUefi = { memoryMiB: 64, boot: { firmware: "uefi" } } as const;
const options = migrationOptionsSchema.parse({});

/** The variable store of an instance; undefined when there is none. */
async function storeOf(host: TemporaryHost, uuid: string): Promise<Buffer | undefined> {
  return await readFile(join(host.dir, "state", "instances", uuid, "uefi-vars.fd")).catch(() => undefined);
}

const lacksFirmware = await access("/usr/share/OVMF/OVMF_CODE_4M.fd").then(
  () => false,
  () => true,
);

test.skipIf(lacksFirmware)(
  "a guest boots by UEFI; its variables are its own, outlive it, go back with a snapshot, move with it and go with it",
  { timeout: 180_000 },
  async () => {
    await using a = await TemporaryHost.open({ host: "host-a" });
    await using b = await TemporaryHost.open({ host: "host-b" });
    // Its disks cannot be booted: the firmware goes on to its shell.
    const { root } = await createQcow2Guest(a, "web-1", byUefi);
    await run("qemu-io", ["-c", "write -q -z 0 512", root]);
    await createQcow2Guest(a, "web-2", byUefi);
    const { uuid } = await a.hypervisor.get("web-1");
    const other = (await a.hypervisor.get("web-2")).uuid;
    await a.hypervisor.snapshots.take("web-1", { name: "never-booted" });

    await a.hypervisor.start("web-1");
    await shell.boots(a);
    expect(await shell.get(a)).toBeUndefined();
    await shell.set(a, "V1");
    const first = await storeOf(a, uuid);
    await a.hypervisor.snapshots.take("web-1", { name: "memory" });
    await a.hypervisor.snapshots.take("web-1", { name: "before", memory: false });
    await shell.set(a, "V2");
    expect(await storeOf(a, uuid)).not.toEqual(first);
    await a.hypervisor.snapshots.revert("web-1", "memory");
    expect(await shell.get(a)).toBe("V1");
    await shell.set(a, "V3");
    await a.hypervisor.migrate("web-1", { options });
    expect(await shell.get(a)).toBe("V3");
    await shell.set(a, "V5");
    await a.hypervisor.start("web-2");
    expect(await storeOf(a, other)).not.toEqual(await storeOf(a, uuid));
    await a.hypervisor.stop("web-2", forcing);
    await a.hypervisor.delete("web-2");
    expect(await storeOf(a, other)).toBeUndefined();

    await a.hypervisor.stop("web-1", forcing);
    expect(await storeOf(a, uuid)).not.toEqual(first);
    await a.hypervisor.snapshots.revert("web-1", "never-booted");
    expect(await storeOf(a, uuid)).toBeUndefined();
    await a.hypervisor.snapshots.revert("web-1", "before");
    expect(await storeOf(a, uuid)).toEqual(first);
    await a.hypervisor.start("web-1");
    await shell.boots(a);
    expect(await shell.get(a)).toBe("V1");

    const toB = new LocalPeer(() => b.hypervisor);
    toB.broken.add("openStream");
    await expect(a.hypervisor.migrate("web-1", { peer: toB, options })).rejects.toThrow();
    expect(await readdir(join(b.dir, "state", "instances"))).toEqual([]);
    toB.broken.clear();
    await a.hypervisor.migrate("web-1", { peer: toB, options });
    expect(await storeOf(a, uuid)).toBeUndefined();
    const arrived = await storeOf(b, uuid);
    expect(arrived).toHaveLength(first?.length ?? 0);
    expect(arrived?.includes("V1")).toBe(true);
    expect(await shell.get(b)).toBe("V1");
    await shell.set(b, "V4");
    expect((await storeOf(b, uuid))?.includes("V4")).toBe(true);
    await b.hypervisor.stop("web-1", forcing);
    await b.hypervisor.delete("web-1", { deleteDisks: true });
    await expect(stat(join(b.dir, "state", "instances", uuid))).rejects.toMatchObject({ code: "ENOENT" });
  },
);

/** In a mount namespace of its own, where the directories of firmware are empty. */
const stage = `for d in /usr/share/OVMF /usr/share/edk2; do test ! -d $d || mount --bind "$0" $d; done; exec "$@"`;

test("a host without UEFI firmware refuses to create and to start, and names the package", async ({
  skip,
}) => {
  await using host = await TemporaryHost.open();
  await mkdir(join(host.dir, "empty"));
  const onStage = (...command: string[]) =>
    run("unshare", ["--mount", "sh", "-ec", stage, join(host.dir, "empty"), ...command]);
  const whyNot = await onStage("true").then(
    () => undefined,
    (error: Error) => error.message,
  );
  skip(whyNot !== undefined || lacksFirmware, whyNot ?? "this machine has no UEFI firmware itself");
  await createQcow2Guest(host, "web-1", byUefi);
  const program = fileURLToPath(import.meta.resolve("../testing/without-firmware.ts"));
  await host.away(async () => {
    const { stdout } = await onStage(process.execPath, program, JSON.stringify(host.config));
    const refusal = {
      code: "invalid_spec",
      message: expect.stringContaining("apt-get install ovmf") as string,
      details: { faults: [{ path: "boot.firmware" }] },
    };
    expect(JSON.parse(stdout)).toMatchObject([refusal, refusal]);
  });
});
