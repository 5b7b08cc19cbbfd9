import fc from "fast-check";
import { expect, test } from "vitest";
import type { MigrationSample } from "../model/migration.ts";
import { progressOf } from "./progress.ts";

const sample = (over: Partial<MigrationSample>): MigrationSample => ({
  atMs: 0,
  status: "active",
  pass: 1,
  totalBytes: 1000 * 1_048_576,
  remainingBytes: 0,
  transferredBytes: 0,
  bytesPerSecond: 0,
  dirtyBytesPerSecond: 0,
  ...over,
});

test("the bar never runs backwards and never claims to be finished, whatever QEMU says", () => {
  const anySample = fc.record({
    pass: fc.nat(50),
    totalBytes: fc.nat(1e9),
    remainingBytes: fc.nat(1e9),
    transferredBytes: fc.nat(1e12),
  });
  fc.assert(
    fc.property(fc.array(anySample, { maxLength: 30 }), (samples) => {
      let before = 0;
      for (const each of samples) {
        const { fraction } = progressOf(
          sample({ ...each, remainingBytes: Math.min(each.remainingBytes, each.totalBytes) }),
          before,
        );
        expect(fraction).toBeGreaterThanOrEqual(before);
        expect(fraction).toBeLessThan(1);
        before = fraction;
      }
    }),
  );
});

test("later passes are told in words with what is left, what the guest writes and what the link carries", () => {
  const { text } = progressOf(
    sample({
      pass: 3,
      remainingBytes: 214 * 1_048_576,
      dirtyBytesPerSecond: 90 * 1_048_576,
      bytesPerSecond: 880 * 1_048_576,
    }),
    0,
  );
  expect(text).toBe("pass 3: 214 MiB left, guest writes 90 MiB/s, link 880 MiB/s");
});
