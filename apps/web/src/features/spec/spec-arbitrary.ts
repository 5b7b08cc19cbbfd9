import { diskSpecSchema, type InstanceSpec, instanceSpecSchema, nicSpecSchema } from "@gantry/kvm-core/model";
import fc from "fast-check";

/** Valid specs with every field a spec can have, each optional one there or not. For tests. */
export function specs(): fc.Arbitrary<InstanceSpec> {
  return fc
    .record({
      name: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/),
      cpus: fc.integer({ min: 1, max: 255 }),
      memoryMiB: fc.integer({ min: 16, max: 16_777_216 }),
      machine: fc.constantFrom("q35", "pc"),
      cpuModel: fc.constantFrom("host-baseline", "EPYC-Milan"),
      acpi: fc.boolean(),
      boot: fc.oneof(
        fc.record({ firmware: fc.constantFrom("bios", "uefi") }),
        fc.record({ kernel: path, initrd: path, cmdline: words }, { requiredKeys: ["kernel"] }),
      ),
      disks: fc.uniqueArray(disks, { selector: ({ name }) => name, maxLength: 4 }),
      nics: fc.uniqueArray(nics, { selector: ({ mac }) => mac ?? {}, maxLength: 3 }),
      serial: fc.array(fc.record({ log: fc.boolean() }), { maxLength: 4 }),
      guestAgent: fc.boolean(),
      cloudInit: fc.option(
        fc.record({ userData: lines, metaData: lines, networkConfig: lines }, { requiredKeys: ["userData"] }),
        { nil: undefined },
      ),
      autostart: fc.boolean(),
      onCrash: fc.constantFrom("restart", "stop"),
    } satisfies Record<keyof typeof instanceSpecSchema.shape, fc.Arbitrary<unknown>>)
    .filter((spec) => instanceSpecSchema.safeParse(spec).success)
    .map((spec) => instanceSpecSchema.parse(spec));
}

const path = fc.stringMatching(/^\/[a-z0-9 ,=äß]{1,20}(\/[a-z0-9.]{3,9})?$/);
const words = fc.stringMatching(/^[a-zA-Z0-9=, ./-]{0,40}$/);
const lines = fc.oneof(fc.constantFrom("", "#cloud-config\r\n", "a\rb\n"), fc.string({ unit: "grapheme" }));
const rate = fc.integer({ min: 1, max: 1_000_000_000_000_000 });
const port = fc.integer({ min: 1, max: 65_535 });
const mbit = fc.integer({ min: 1, max: 400_000 });

const backing = fc.letrec<{ image: unknown }>((tie) => ({
  image: fc.record(
    {
      file: path,
      format: fc.constant("qcow2"),
      backing: fc.oneof({ maxDepth: 2 }, fc.record({ file: path, format: fc.constant("raw") }), tie("image")),
    },
    { requiredKeys: ["file", "format"] },
  ),
})).image;

const limits = fc.oneof(
  fc.record({ bytesPerSecond: rate, opsPerSecond: rate }, { requiredKeys: [] }),
  fc.record(
    { readBytesPerSecond: rate, writeBytesPerSecond: rate, readOpsPerSecond: rate, writeOpsPerSecond: rate },
    { requiredKeys: [] },
  ),
);

const disks = fc
  .record(
    {
      name: fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/),
      source: fc.oneof(
        fc.record({ file: path }),
        fc.record({ device: fc.constant("/dev/vg0/web 1") }),
        fc.record({ nbd: fc.constant("nbd://192.0.2.5:10809/web-1") }),
        fc.record({ rbd: fc.constant("pool/web-1") }),
        fc.record({ iscsi: fc.constant("iscsi://192.0.2.5/iqn.2026-01.example:disk/0") }),
        fc.record({ empty: fc.constant(true) }),
      ),
      format: fc.constantFrom("raw", "qcow2"),
      bus: fc.constantFrom("virtio", "scsi", "sata", "cdrom"),
      readOnly: fc.boolean(),
      limits,
      backing,
    } satisfies Record<keyof typeof diskSpecSchema.shape, fc.Arbitrary<unknown>>,
    { requiredKeys: ["name", "source"] },
  )
  .filter((disk) => diskSpecSchema.safeParse(disk).success);

const nics = fc
  .record(
    {
      mac: fc.stringMatching(/^52(:[0-9a-f]{2}){5}$/),
      network: fc.oneof(
        fc.record(
          { bridge: fc.stringMatching(/^br[0-9]{1,3}$/), vlan: fc.integer({ min: 1, max: 4094 }) },
          { requiredKeys: ["bridge"] },
        ),
        fc.record({ user: fc.record({ forward: fc.array(fc.record({ host: port, guest: port })) }) }),
      ),
      model: fc.constantFrom("virtio", "e1000"),
      mtu: fc.integer({ min: 68, max: 65_521 }),
      link: fc.constantFrom("up", "down"),
      rate: fc.record({ receiveMbit: mbit, transmitMbit: mbit }, { requiredKeys: [] }),
      ip: fc.oneof(fc.ipV4(), fc.ipV6()),
    } satisfies Record<keyof typeof nicSpecSchema.shape, fc.Arbitrary<unknown>>,
    { requiredKeys: ["network"] },
  )
  .filter((nic) => nicSpecSchema.safeParse(nic).success);
