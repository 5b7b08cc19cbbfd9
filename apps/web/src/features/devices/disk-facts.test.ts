import { english } from "#lib/messages/translate.ts";
import { diskSpecSchema } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { sourceText, whyNoSnapshots, whyNotBackUp, whyNotDetach, whyNotResize } from "./disk-facts.ts";

const disk = (fields: object) =>
  diskSpecSchema.parse({ name: "data", source: { file: "/srv/data.qcow2" }, ...fields });
const drive = disk({ bus: "cdrom", source: { empty: true } });
const remote = disk({ source: { nbd: "nbd://10.0.0.5/x" }, format: "raw" });

test("a disk says where it is, and an empty drive that it is empty", () => {
  expect(sourceText(disk({}), english)).toBe("/srv/data.qcow2");
  expect(sourceText(remote, english)).toBe("nbd://10.0.0.5/x");
  expect(sourceText(drive, english)).toBe("no CD in the drive");
});

test("what cannot be done to a disk says why, and what can is not blocked", () => {
  expect(whyNotResize(disk({}), "stopped", english)).toBeUndefined();
  expect(whyNotResize(disk({ readOnly: true }), "running", english)).toMatch(/read only/);
  expect(whyNotResize(remote, "running", english)).toBeUndefined();
  expect(whyNotResize(remote, "stopped", english)).toMatch(/no file/);
  expect(whyNotDetach(disk({ bus: "sata" }), "running", english)).toMatch(/SATA/);
  expect(whyNotDetach(drive, "paused", english)).toMatch(/CD in it can be changed/);
  expect(whyNotDetach(drive, "stopped", english)).toBeUndefined();
  expect(whyNotBackUp(drive, "running", english)).toMatch(/no CD/);
  expect(whyNotBackUp(remote, "stopped", english)).toMatch(/running QEMU/);
});

test("snapshots need every writable disk to be a qcow2 file, and the one that is not is named", () => {
  expect(whyNoSnapshots({ disks: [disk({}), drive] }, english)).toBeUndefined();
  expect(whyNoSnapshots({ disks: [disk({}), disk({ name: "old", format: "raw" })] }, english)).toMatch(
    /disk old is a raw image/,
  );
  expect(whyNoSnapshots({ disks: [disk({}), remote] }, english)).toMatch(/no image file/);
  expect(whyNoSnapshots({ disks: [drive] }, english)).toMatch(/no disk that its guest may write to/);
});
