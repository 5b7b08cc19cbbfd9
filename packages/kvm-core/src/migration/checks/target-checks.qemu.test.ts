import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import type { CheckCode, MigrationOptions } from "../../model/migration.ts";
import { migrationOptionsSchema } from "../../model/migration.ts";
import { migrationProtocol, type PrepareRequest } from "../../model/migration-peer.ts";
import type { NicSpecInput } from "../../model/nic-spec.ts";
import { type InstanceSpecInput, instanceSpecSchema } from "../../model/spec.ts";
import { TemporaryHost } from "../../testing/temporary-host.ts";
import { fileIdentities } from "../file-identities.ts";

const stack = new AsyncDisposableStack();
let target: TemporaryHost;
let disk: string;

/** A host with one bridge, br0, that separates no VLANs and has small packets. */
beforeAll(async () => {
  target = stack.use(
    await TemporaryHost.open({
      host: "host-b",
      ip: (program, args) => {
        if (args.at(-1) !== "br0") return Promise.reject(new Error(`${program}: there is no such interface`));
        const link = {
          flags: [],
          mtu: 1400,
          linkinfo: { info_kind: "bridge", info_data: { vlan_filtering: 0 } },
        };
        return Promise.resolve(JSON.stringify([link]));
      },
    }),
  );
  disk = join(target.dir, "disks", "root.img");
  await writeBootSectorDisk(disk, "interactive");
});
afterAll(() => stack.disposeAsync());

async function requestFor(
  spec: Partial<InstanceSpecInput> = {},
  options: Partial<MigrationOptions> = {},
): Promise<PrepareRequest> {
  const whole = instanceSpecSchema.parse({
    name: "web-1",
    memoryMiB: 16,
    disks: [{ name: "root", source: { file: disk }, format: "raw" }],
    ...spec,
  });
  return {
    migrationId: "0123456789abcdef",
    protocol: migrationProtocol,
    source: "host-a",
    targetIncarnation: "0123456789abcdef",
    uuid: "1c1a0b0e-6c2c-4c0f-9a55-0a8f1b6c7d11",
    spec: whole,
    machine: { machineType: "pc-q35-7.2", cpuModel: "qemu64", accelerator: "tcg" },
    qemuVersion: "7.2.0",
    options: migrationOptionsSchema.parse(options),
    fileIdentities: await fileIdentities(whole),
    images: { root: { size: 1_048_576, allocated: 4096, snapshots: [] } },
    bridgeMtus: {},
    machineSeen: [],
    sharedStore: false,
    sentAt: new Date().toISOString(),
  };
}

/** What the target says to this code about a request. */
async function told(code: CheckCode, request: PrepareRequest) {
  const { checks } = await target.hypervisor.incoming.check(request);
  const found = checks.find((check) => check.code === code);
  if (found?.level !== "pass") {
    expect(found?.evidence, "says what was seen").not.toBe("");
    expect(found?.fix, "says what helps").toMatch(/\S/);
  }
  return found;
}

async function expectFault(code: CheckCode, request: PrepareRequest, level = "fail") {
  const found = await told(code, request);
  expect({ code, level: found?.level }).toEqual({ code, level });
  return found;
}

describe("A target finds that", () => {
  test("all is well when it is, except that it is not told how the source builds the machine", async () => {
    const { checks } = await target.hypervisor.incoming.check(await requestFor());
    expect(checks.filter(({ level }) => level !== "pass").map(({ code }) => code)).toEqual([
      "devices_differ",
    ]);
    const [different] = checks.filter(({ code }) => code === "devices_differ");
    const machineSeen =
      different?.evidence.split("; ").map((line) => line.replace("target only: ", "")) ?? [];
    const told = await target.hypervisor.incoming.check({ ...(await requestFor()), machineSeen });
    expect(told.checks.filter(({ level }) => level !== "pass")).toEqual([]);
  });

  test("the source shares its ownership records with other hosts and it does not", async () => {
    const found = await expectFault("store_differs", { ...(await requestFor()), sharedStore: true });
    expect(found?.fix).toContain("GANTRY_STORE");
  });

  test("one more device, or one less, makes another machine", async () => {
    const found = await expectFault("devices_differ", {
      ...(await requestFor()),
      machineSeen: ['-device {"driver":"virtio-serial-pci","id":"extra"}'],
    });
    expect(found?.evidence).toContain('source only: -device {"driver":"virtio-serial-pci","id":"extra"}');
    expect(found?.evidence).toContain("target only: -device");
  });

  test("the machine, its processor or its accelerator cannot be had here", async () => {
    const request = await requestFor();
    const machine = (more: Partial<PrepareRequest["machine"]>) => ({
      ...request,
      machine: { ...request.machine, ...more },
    });
    await expectFault("machine_type_missing", machine({ machineType: "pc-q35-99.0" }));
    await expectFault("cpu_missing_flags", machine({ cpuModel: "no-such-model" }));
    await expectFault("kvm_missing", machine({ accelerator: "kvm" }));
    await expectFault("qemu_older", { ...request, qemuVersion: "99.1.0" }, "warn");
    await expectFault("memory_short", await requestFor({ memoryMiB: 1_000_000 }));
  });

  test("the source is this host, another version, or of another time", async () => {
    const request = await requestFor();
    await expectFault("same_host", { ...request, source: "host-b" });
    await expectFault("agent_version", { ...request, protocol: 1 });
    await expectFault(
      "clock_skew",
      { ...request, sentAt: new Date(Date.now() - 60_000).toISOString() },
      "warn",
    );
  });

  test("the name is taken, and that this very instance runs here", async () => {
    await target.createGuest("taken");
    await target.hypervisor.start("taken");
    const { uuid } = await target.hypervisor.get("taken");
    await expectFault("name_or_uuid_taken", await requestFor({ name: "taken" }));
    const found = await expectFault("target_already_runs_uuid", { ...(await requestFor()), uuid });
    expect(found?.evidence).toContain(String((await target.qemuPids())[0]));
    await target.hypervisor.stop("taken", { force: true });
  });

  test("files that cannot be copied are missing: kernel, CD, device", async () => {
    const root = { name: "root", source: { file: disk }, format: "raw" } as const;
    await expectFault("file_missing", await requestFor({ boot: { kernel: "/nowhere/vmlinuz" } }));
    const cd = { name: "cd", source: { file: "/nowhere/cd.iso" }, format: "raw", bus: "cdrom" } as const;
    await expectFault("iso_missing", await requestFor({ disks: [root, cd] }));
    const device = { name: "lun", source: { device: "/dev/nowhere" }, format: "raw" } as const;
    await expectFault("disk_missing", await requestFor({ disks: [root, device] }));
    const gold = { name: "gold", source: { file: "/nowhere/g.raw" }, format: "raw", readOnly: true } as const;
    await expectFault("disk_missing", await requestFor({ disks: [root, gold] }));
  });

  test("a disk is another file, or is not shared and would have to be copied", async () => {
    const request = await requestFor();
    const other = await expectFault("disk_not_same_file", { ...request, fileIdentities: { root: "1:2:3" } });
    expect(other?.evidence).toContain("root: 1:2:3 there");
    const away = {
      name: "root",
      source: { file: join(target.dir, "disks", "away.img") },
      format: "raw",
    } as const;
    const needed = await expectFault("disk_copy_needed", await requestFor({ disks: [away] }));
    expect(needed?.fix).toContain("--copy-disks");
    const copied = await told("disk_copy_needed", await requestFor({ disks: [away] }, { copyDisks: true }));
    expect(copied).toMatchObject({ level: "pass", evidence: `root: 1 MiB to ${away.source.file}` });
  });

  test("a copy cannot be made: it lies there already, has no directory, is no disk, or has no size", async () => {
    const exists = await expectFault("copy_refused", await requestFor({}, { copyDisks: ["root"] }));
    expect(exists?.evidence).toBe(`root: ${disk} exists already`);
    const nowhere = await requestFor(
      {},
      { copyDisks: ["root"], targetDirectory: join(target.dir, "nowhere") },
    );
    expect((await expectFault("copy_refused", nowhere))?.evidence).toContain("there is no directory");
    const named = await requestFor({}, { copyDisks: ["nothing"] });
    expect((await expectFault("copy_refused", named))?.evidence).toContain("nothing: there is no image file");
    const sizeless = await requestFor({}, { copyDisks: ["root"], targetDirectory: target.dir });
    expect((await expectFault("copy_refused", { ...sizeless, images: {} }))?.evidence).toContain(
      "size is not known",
    );
  });

  test("there is no space for the copies, now or once they are full; and snapshots are left behind", async () => {
    const request = await requestFor({}, { copyDisks: ["root"], targetDirectory: target.dir });
    const root = { size: 4096, allocated: 4096, snapshots: [] };
    await expectFault("disk_space_short", { ...request, images: { root: { ...root, allocated: 1e15 } } });
    await expectFault("disk_space_short", { ...request, images: { root: { ...root, size: 1e15 } } }, "warn");
    const images = { root: { ...root, snapshots: ["before-upgrade"] } };
    const left = await expectFault("snapshots_stay", { ...request, images }, "warn");
    expect(left?.evidence).toBe("root: before-upgrade");
  });

  test("a bridge is missing, separates no VLANs, or carries smaller packets; a forwarded port is used", async () => {
    const nic = (network: NicSpecInput["network"]) =>
      requestFor({ nics: [{ mac: "52:54:00:00:00:01", network }] });
    await expectFault("bridge_missing", await nic({ bridge: "br9" }));
    await expectFault("vlan_missing", await nic({ bridge: "br0", vlan: 10 }));
    const small = await expectFault(
      "mtu_differs",
      { ...(await nic({ bridge: "br0" })), bridgeMtus: { br0: 9000 } },
      "warn",
    );
    expect(small).toMatchObject({
      evidence: "br0: 9000 → 1400",
      fix: "On the target: ip link set br0 mtu 9000",
    });
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const host = typeof address === "object" && address !== null ? address.port : 0;
    await expectFault("port_in_use", await nic({ user: { forward: [{ host, guest: 22 }] } }));
    server.close();
  });

  test("the cloud-init CD is made here, from the spec", async () => {
    const cloudInit = { userData: "#cloud-config\n" };
    expect(await told("seed_missing", await requestFor({ cloudInit }))).toMatchObject({ level: "pass" });
  });
});
