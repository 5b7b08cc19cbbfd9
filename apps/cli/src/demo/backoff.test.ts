import { expect, test } from "vitest";
import { Backoff } from "./backoff.ts";

test("the first death is answered at once", () => {
  expect(new Backoff().next(0)).toBe(0);
});

test("deaths in a row wait ever longer, up to ten seconds", () => {
  const backoff = new Backoff();
  const waits = Array.from({ length: 9 }, () => backoff.next(0));
  expect(waits).toEqual([0, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
});

test("after half a minute of life the next death is answered at once again", () => {
  const backoff = new Backoff();
  backoff.next(0);
  backoff.next(1_000);
  expect(backoff.next(40_000)).toBe(0);
});
