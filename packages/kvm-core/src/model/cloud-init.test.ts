import { expect, test } from "vitest";
import { faultsOf } from "./faults.ts";
import { instanceSpecSchema } from "./spec.ts";

const faultsWith = (cloudInit: unknown) => {
  const parsed = instanceSpecSchema.safeParse({ name: "a", cloudInit });
  return parsed.success ? [] : faultsOf(parsed.error).map(({ path, message }) => `${path}: ${message}`);
};

test("each cloud-init document has at most 64 KiB of UTF-8 and no NUL, and a fault never repeats it", () => {
  const largest = "ü".repeat(32 * 1024);
  expect(faultsWith({ userData: largest, metaData: "", networkConfig: "version: 2" })).toEqual([]);
  expect(faultsWith({ userData: `${largest}secret`, networkConfig: "secret\0" })).toEqual([
    "cloudInit.userData: at most 65536 bytes of UTF-8",
    "cloudInit.networkConfig: no NUL characters",
  ]);
  expect(faultsWith({})).toHaveLength(1);
  expect(faultsWith({ userData: "", vendorData: "" })).toEqual([
    "cloudInit.vendorData: unknown field; remove it",
  ]);
});
