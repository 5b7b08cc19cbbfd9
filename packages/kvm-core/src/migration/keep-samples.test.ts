import { expect, test } from "vitest";
import { keepSample } from "./keep-samples.ts";

test("readings of a migration of hours stay few, in order, from the first to the newest", () => {
  const samples: number[] = [];
  for (let at = 0; at < 100_000; at++) keepSample(samples, at);
  expect(samples.length).toBeLessThanOrEqual(400);
  expect(samples.length).toBeGreaterThan(200);
  expect(samples[0]).toBe(0);
  expect(samples.at(-1)).toBe(99_999);
  expect(samples).toEqual(samples.toSorted((a, b) => a - b));
});

test("readings of a short migration are all kept", () => {
  const samples: number[] = [];
  for (let at = 0; at < 400; at++) keepSample(samples, at);
  expect(samples).toHaveLength(400);
});
