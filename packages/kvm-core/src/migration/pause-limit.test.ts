import { expect, test } from "vitest";
import { pauseLimitMs } from "./pause-limit.ts";

test("a short pause is tried first, and what was allowed is never exceeded", () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((pass) => pauseLimitMs(pass, 300))).toEqual([
    30, 30, 60, 120, 240, 300, 300,
  ]);
  expect(pauseLimitMs(1, 5)).toBe(5);
});
