import { describe, expect, test } from "vitest";
import { instanceSpecSchema } from "../model/index.ts";
import { missingAbilities } from "./missing-abilities.ts";
import type { QemuFacts } from "./qemu-facts.ts";

/** A QEMU in parts: what some distributions leave out. */
const slim: QemuFacts = {
  ...{ binary: "/usr/libexec/qemu-kvm", version: "9.1.0", machineTypes: [], cpuModels: [] },
  blockDrivers: ["file", "host_device", "nbd", "qcow2", "raw", "throttle"],
  netdevTypes: ["tap"],
  deviceTypes: ["virtio-blk-pci", "virtio-net-pci", "virtio-scsi-pci", "scsi-hd", "ide-cd", "ich9-ahci"],
  ...{ commandLineOptions: { sandbox: ["enable"] }, migrationCapabilities: [], commands: [], events: [] },
};

const disk = (name: string, source: object, more: object = {}) => ({ name, source, format: "raw", ...more });
const missing = (spec: object) =>
  missingAbilities(slim, instanceSpecSchema.parse({ name: "web-1", guestAgent: false, ...spec }));

describe("What a QEMU lacks for a spec", () => {
  test("is nothing for a spec of what it has", () => {
    const disks = [
      disk("root", { file: "/srv/root.img" }),
      disk("far", { nbd: "nbd://host/far" }, { bus: "scsi" }),
      disk("cd", { empty: true }, { bus: "cdrom" }),
    ];
    expect(missing({ disks, nics: [{ network: { bridge: "br0" } }] })).toEqual([]);
  });

  test("is told by field, with the package that brings it", () => {
    const disks = [
      disk("root", { file: "/srv/root.img" }),
      disk("pool", { rbd: "pool/image" }),
      disk("unit", { iscsi: "iscsi://host/target/1" }, { bus: "sata" }),
    ];
    expect(missing({ disks })).toEqual([
      {
        path: "disks.1.source.rbd",
        message: "QEMU 9.1.0 has no block driver rbd here",
        fix: "Install it: apt-get install qemu-block-extra   (dnf install qemu-block-rbd).",
      },
      {
        path: "disks.2.source.iscsi",
        message: "QEMU 9.1.0 has no block driver iscsi here",
        fix: "Install it: apt-get install qemu-block-extra   (dnf install qemu-block-iscsi).",
      },
      {
        path: "disks.2.bus",
        message: "QEMU 9.1.0 has no device ide-hd here",
        fix: expect.stringContaining("choose something else in the spec") as string,
      },
    ]);
  });

  test("is told of the channel to the guest agent, which a spec can do without", () => {
    expect(missing({ guestAgent: true })).toMatchObject([
      { path: "guestAgent", message: "QEMU 9.1.0 has no device virtio-serial-pci here" },
      { path: "guestAgent" },
    ]);
  });

  test("is the sandbox for any spec, when QEMU was built without", () => {
    const naked = { ...slim, commandLineOptions: {} };
    expect(missingAbilities(naked, { disks: [], nics: [] })).toEqual([
      {
        path: "",
        message: "QEMU 9.1.0 has no option sandbox here",
        fix: "Use a QEMU that was built with seccomp, as distributions build it.",
      },
    ]);
  });

  test("is told of interfaces too: the network they hang on and the card", () => {
    expect(missing({ nics: [{ network: { user: {} }, model: "e1000" }] })).toMatchObject([
      { path: "nics.0.network", message: "QEMU 9.1.0 has no network backend user here" },
      { path: "nics.0.model", message: "QEMU 9.1.0 has no device e1000 here" },
    ]);
  });
});
