import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterHole, type ByteRange, merged, nextHole, total, without } from "./byte-ranges.ts";

const ranges = fc.array(fc.record({ from: fc.nat(50), to: fc.nat(50) }), { maxLength: 8 });
const isIn = (all: readonly ByteRange[], seq: number) => all.some(({ from, to }) => from <= seq && seq < to);
const numbers = Array.from({ length: 60 }, (_, seq) => seq);

describe("Ranges of bytes", () => {
  test("are merged, subtracted and counted byte by byte", () => {
    fc.assert(
      fc.property(ranges, ranges, (some, others) => {
        for (const seq of numbers) {
          expect(isIn(merged(some), seq)).toBe(isIn(some, seq));
          expect(isIn(without(some, others), seq)).toBe(isIn(some, seq) && !isIn(others, seq));
        }
        expect(total(some)).toBe(numbers.filter((seq) => isIn(some, seq)).length);
      }),
    );
  });

  test("say where a hole that a byte is in ends, and where the next one begins", () => {
    fc.assert(
      fc.property(ranges, fc.nat(55), (some, seq) => {
        const holes = merged(some);
        expect(afterHole(holes, seq)).toBe(
          Math.min(
            ...Array.from({ length: 60 }, (_, step) => seq + step).filter((each) => !isIn(holes, each)),
          ),
        );
        const next = numbers.find((each) => each >= seq && isIn(holes, each));
        if (!isIn(holes, seq)) expect(nextHole(holes, seq)).toBe(next ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});
