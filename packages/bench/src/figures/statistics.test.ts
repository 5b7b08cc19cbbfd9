import { describe, expect, test } from "vitest";
import { median, quantile, ratios } from "./statistics.ts";

describe("The figures of a benchmark", () => {
  test("are the middle value, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1])).toBe(2.5);
  });

  test("are interpolated between neighbours", () => {
    expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
    expect(quantile([7], 0.99)).toBe(7);
  });

  test("are compared pair by pair, as they were measured", () => {
    expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
    expect(ratios([2, 9], [1])).toEqual([2]);
  });

  test("are not a number when nothing was measured", () => {
    expect(median([])).toBeNaN();
  });
});
