import { createInput } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { toInput } from "./form-to-spec.ts";
import { emptyDisk, emptyForm } from "./form-values.ts";
import { sourceOf, withSource } from "./source.ts";

const demo = {
  kernel: "/srv/demo/kernel",
  initrd: "/srv/demo/initrd",
  cmdline: "console=ttyS0",
  memoryMiB: 128,
};
const named = { ...emptyForm, name: "web-1" };
const data = { ...emptyDisk(1), source: "file" as const, location: "/srv/data.qcow2" };

test("each source fills in boot and first disk so that only its own name is left to be given, and is recognised again", () => {
  const specOf = (source: "demo" | "empty" | "kernel" | "other") => {
    const values = withSource({ ...named, disks: [data] }, source, demo);
    expect(sourceOf(values, demo)).toBe(source);
    return createInput.safeParse(toInput(values)).data?.spec;
  };
  expect(specOf("demo")).toMatchObject({
    memoryMiB: 128,
    boot: { kernel: demo.kernel, initrd: demo.initrd },
    disks: [{ name: "data-1" }],
  });
  expect(specOf("empty")).toMatchObject({
    boot: { firmware: "bios" },
    disks: [{ name: "root", source: { empty: { sizeGiB: 10 } } }, { name: "data-1" }],
  });
  expect(specOf("other")).toMatchObject({ boot: { firmware: "bios" }, disks: [{ name: "data-1" }] });
  expect(specOf("kernel")).toBeUndefined();
  const image = withSource(named, "image", demo);
  expect([sourceOf(image, demo), image.disks]).toEqual(["image", [emptyDisk(0)]]);
});

test("changing one's mind takes back what the former source filled in, and nothing else", () => {
  const tried = withSource(withSource({ ...named, disks: [data] }, "demo", demo), "image", demo);
  expect(tried).toMatchObject({ name: "web-1", boot: "bios", disks: [{ name: "root" }, data] });
  expect(withSource(tried, "empty", demo).disks).toHaveLength(2);
  expect(withSource(withSource(named, "demo", demo), "kernel", demo)).toMatchObject({
    boot: "kernel",
    kernel: "",
  });
  expect(withSource({ ...named, boot: "uefi" }, "image", demo).boot).toBe("uefi");
  expect(withSource(named, "demo", undefined)).toEqual(named);
});
