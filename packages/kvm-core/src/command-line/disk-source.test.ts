import { describe, expect, test } from "vitest";
import { type DiskSpec, diskSpecSchema } from "../model/index.ts";
import { sourceNode } from "./disk-source.ts";

function node(source: DiskSpec["source"]): Record<string, unknown> {
  return sourceNode(diskSpecSchema.parse({ name: "root", source, format: "raw" }), 3);
}

describe("a disk behind a network address", () => {
  test.each([
    [
      { nbd: "nbd://10.0.0.1" },
      { driver: "nbd", server: { type: "inet", host: "10.0.0.1", port: "10809" }, export: "" },
    ],
    [{ nbd: "nbd://[::1]:99/a%20b" }, { server: { type: "inet", host: "::1", port: "99" }, export: "a b" }],
    [{ rbd: "pool/image-1" }, { driver: "rbd", pool: "pool", image: "image-1" }],
    [
      { iscsi: "iscsi://san:3261/iqn.2001-04.com.example:x/7" },
      { driver: "iscsi", portal: "san:3261", target: "iqn.2001-04.com.example:x", lun: 7 },
    ],
    [{ iscsi: "iscsi://[2001:db8::1]/iqn.x/0" }, { portal: "[2001:db8::1]", lun: 0 }],
  ] as const)("is taken apart: %j", (source, expected) => {
    expect(node(source)).toMatchObject(expected);
  });

  test.each([
    [{ nbd: "nbd://user:secret@10.0.0.1/x" }, "disks.3.source.nbd: credentials do not belong in the address"],
    [{ iscsi: "iscsi://user%25secret@san/iqn.x/0" }, "disks.3.source.iscsi: credentials"],
    [{ iscsi: "iscsi://san/iqn.x" }, "disks.3.source.iscsi: give iscsi://host/target/unit"],
    [{ iscsi: "iscsi://san/iqn.x/0/1" }, "disks.3.source.iscsi: give iscsi://host/target/unit"],
    [{ iscsi: "iscsi://san/iqn.x/zero" }, "disks.3.source.iscsi: give iscsi://host/target/unit"],
    [{ nbd: "nbd:///export" }, "disks.3.source.nbd: the address names no host"],
    [{ nbd: "nbd://host:99999/x" }, "disks.3.source.nbd: the address names no host"],
    [{ nbd: "nbd://host/%ff" }, "disks.3.source.nbd: the address cannot be decoded"],
  ] as const)("is refused with its field: %j", (source, message) => {
    expect(() => node(source)).toThrow(
      expect.objectContaining({ code: "invalid_spec", message: expect.stringContaining(message) }),
    );
  });
});
