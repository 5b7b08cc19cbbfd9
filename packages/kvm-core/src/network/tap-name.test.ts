import fc from "fast-check";
import { expect, test } from "vitest";
import { brakeName, isOfScope, isTapName, tapName } from "./tap-name.ts";

test("A tap's name fits the kernel's 15 characters and is known again as ours", () => {
  fc.assert(
    fc.property(fc.string(), fc.uuid(), fc.nat(7), (scope, uuid, slot) => {
      const name = tapName(scope, uuid, slot);
      expect(name.length).toBeLessThanOrEqual(15);
      expect(isTapName(name)).toBe(true);
      expect(isOfScope(scope, name)).toBe(true);
      expect(isOfScope(scope, brakeName(name))).toBe(true);
      expect(tapName(scope, uuid, slot)).toBe(name);
    }),
  );
});

test("Hosts that share a network, instances and interfaces have taps of different names", () => {
  const uuid = "6a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11";
  const names = [tapName("host-a", uuid, 0), tapName("host-b", uuid, 0), tapName("host-a", uuid, 1)];
  expect(new Set(names).size).toBe(3);
  expect(isOfScope("host-a", tapName("host-b", uuid, 0))).toBe(false);
});

test.each(["eth0", "gt", "gt0123456789a", "gt0123456789a8", "gt0123456789ag0", "br0", "gt0123456789a0 "])(
  "%j is not the name of a tap of ours",
  (name) => {
    expect(isTapName(name)).toBe(false);
    expect(isOfScope("host-a", name)).toBe(false);
  },
);
