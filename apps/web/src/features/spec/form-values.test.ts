import { createInput, faultsOf } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { fieldOf } from "./fault-fields.ts";
import { toInput } from "./form-to-spec.ts";
import { emptyDisk, emptyForm, type FormValues, type NicValues } from "./form-values.ts";
import { fromInput } from "./spec-to-form.ts";

const userNic: NicValues = {
  network: "user",
  bridge: "",
  vlan: "",
  forward: "2222:22, 8080:80",
  mac: "",
  model: "e1000",
  link: "down",
  kept: {},
};

const filled: FormValues = {
  ...emptyForm,
  name: "web-1",
  host: "host-b",
  boot: "kernel",
  kernel: "/srv/vmlinuz",
  initrd: "/srv/initrd",
  disks: [
    { ...emptyDisk(0), source: "new", location: "/srv/web-1.qcow2" },
    { ...emptyDisk(1), source: "nbd", location: "nbd://10.0.0.5:10809/data", format: "raw" },
  ],
  nics: [
    { ...userNic, network: "bridge", bridge: "br0", vlan: "10", forward: "", mac: "52:54:00:12:34:56" },
    userNic,
  ],
};

test("a filled form is a valid input, and the input gives the form back", () => {
  const input = createInput.parse(toInput(filled));
  expect(input.newDisks).toEqual([{ disk: "root", sizeMiB: 10_240 }]);
  expect(fromInput(input)).toEqual(filled);
});

test("disks that are made from an image or in a pool come back as they were, and their faults stand at their fields", () => {
  const disks = [
    { ...emptyDisk(0), image: "debian-12", sizeGiB: "20", linked: false },
    { ...emptyDisk(1), image: "debian-12" },
    { ...emptyDisk(2), source: "pool" as const, sizeGiB: "5", pool: "fast", format: "raw" as const },
  ];
  const input = createInput.parse(toInput({ ...filled, disks }));
  expect(input.spec.disks.map(({ source }) => source)).toEqual([
    { image: "debian-12", sizeGiB: 20, linked: false },
    { image: "debian-12", linked: true },
    { empty: { sizeGiB: 5, pool: "fast" } },
  ]);
  expect(fromInput(input)).toEqual({ ...filled, disks });
  const bad = createInput.safeParse(
    toInput({
      ...filled,
      disks: [
        { ...emptyDisk(0), image: "", sizeGiB: "many" },
        { ...emptyDisk(1), source: "pool" },
      ],
    }),
  );
  const fields = faultsOf(bad.error ?? expect.fail("it was accepted")).map(({ path }) => fieldOf(path, []));
  expect(fields.sort()).toEqual(["disks.0.image", "disks.0.sizeGiB", "disks.1.sizeGiB"]);
  expect(fieldOf("disks.2.source.empty.pool", [])).toBe("disks.2.pool");
});

test("the form as it opens lacks nothing but a name", () => {
  const parsed = createInput.safeParse(toInput(emptyForm));
  expect(faultsOf(parsed.error ?? expect.fail("it was accepted")).map((fault) => fault.path)).toEqual([
    "spec.name",
  ]);
});

test("every fault of a bad form stands at its field", () => {
  const bad: FormValues = {
    ...filled,
    name: "-web",
    cpus: "two",
    memoryMiB: "8",
    kernel: "vmlinuz",
    disks: [{ ...emptyDisk(0), source: "new", location: "web-1.qcow2", sizeMiB: "0" }],
    nics: [{ ...userNic, forward: "22", mac: "no" }],
  };
  const parsed = createInput.safeParse(toInput(bad));
  const faults = faultsOf(parsed.error ?? expect.fail("it was accepted"));
  const fields = new Set(faults.map((fault) => fieldOf(fault.path, [0])));
  expect([...fields].sort()).toEqual([
    "cpus",
    "disks.0.location",
    "disks.0.sizeMiB",
    "kernel",
    "memoryMiB",
    "name",
    "nics.0.forward",
    "nics.0.mac",
  ]);
});

test("a drive that is empty but is no CD drive is told at its source", () => {
  const disks = [{ ...emptyDisk(0), source: "empty" as const }];
  const parsed = createInput.safeParse(toInput({ ...filled, disks }));
  const faults = faultsOf(parsed.error ?? expect.fail("it was accepted"));
  expect(faults.map((fault) => fieldOf(fault.path, []))).toEqual(["disks.0.source"]);
});

test("faults that the driver names from the spec on reach the same fields", () => {
  expect(fieldOf("disks.1.source.file", [])).toBe("disks.1.location");
  expect(fieldOf("nics.0.network.bridge", [])).toBe("nics.0.bridge");
  expect(fieldOf("boot.initrd", [])).toBe("initrd");
  expect(fieldOf("cloudInit.userData", [])).toBe("cloudInit.userData");
  expect(fieldOf("disks.0.backing.file", [])).toBe("disks.0.location");
});

test("a fault without a field is left for the list above the form", () => {
  expect(fieldOf("serial.4", [])).toBeUndefined();
  expect(fieldOf("disks.0.limits.opsPerSecond", [])).toBeUndefined();
  expect(fieldOf("", [])).toBeUndefined();
});
