import { expect, test } from "vitest";
import { checksumIn } from "./checksum-list.ts";

const [a, b] = ["a".repeat(64), "b".repeat(128)];

test("the line of a file is found in what sha256sum and sha512sum write, in every form of it", () => {
  const list = `${"c".repeat(64)}  other.qcow2\n${a.toUpperCase()}  debian 12.qcow2\r\n${b} *./disk.raw\n`;
  expect(checksumIn(list, "debian 12.qcow2")).toEqual({ algorithm: "sha256", digest: a });
  expect(checksumIn(list, "disk.raw")).toEqual({ algorithm: "sha512", digest: b });
  expect(checksumIn(`SHA256 (disk.raw) = ${a}\n`, "disk.raw")).toEqual({ algorithm: "sha256", digest: a });
});

test("a file that is not listed, or with a sum of another kind, has none", () => {
  expect(checksumIn(`${a}  disk.raw\n`, "isk.raw")).toBeUndefined();
  expect(checksumIn(`${"a".repeat(32)}  disk.raw\n`, "disk.raw")).toBeUndefined();
  expect(checksumIn("", "disk.raw")).toBeUndefined();
});
