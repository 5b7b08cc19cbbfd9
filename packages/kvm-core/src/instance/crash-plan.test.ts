import { expect, test } from "vitest";
import { planRestart } from "./crash-plan.ts";

const now = Date.parse("2026-01-01T12:00:00.000Z");
const pauseAfter = (count: number, ranForMs: number) => {
  const before = { count, nextAt: null };
  const { crashes } = planRestart({ before, ranSince: now - ranForMs, now });
  return crashes.nextAt === null ? undefined : Date.parse(crashes.nextAt) - now;
};

test("a guest that keeps crashing is started again later and later, and after eight restarts not any more", () => {
  const first = planRestart({ before: undefined, ranSince: now, now });
  expect(first.crashes).toEqual({ count: 1, nextAt: "2026-01-01T12:00:01.000Z" });
  expect(first.sentence).toBe("It is started again at 2026-01-01T12:00:01.000Z (restart 1 of 8).");
  expect([1, 2, 3, 4, 5, 6, 7].map((count) => pauseAfter(count, 5000))).toEqual([
    2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
  ]);
  expect(pauseAfter(8, 5000)).toBeUndefined();
  const last = planRestart({ before: { count: 8, nextAt: null }, ranSince: now, now });
  expect(last.sentence).toContain("now it stays down. Mend the cause and start it.");
});

test("a guest that ran for more than ten minutes before it crashed again begins with the first pause", () => {
  expect(pauseAfter(8, 600_001)).toBe(1000);
});
