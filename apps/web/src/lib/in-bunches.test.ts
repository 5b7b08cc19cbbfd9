import { expect, test, vi } from "vitest";
import { InBunches } from "./in-bunches.ts";

test("the first change is handed on at once, those that follow in one bunch, none twice and none lost", () => {
  vi.useFakeTimers();
  using _clock = { [Symbol.dispose]: () => vi.useRealTimers() };
  const seen: (readonly number[])[] = [];
  using bunches = new InBunches<number>((items) => seen.push(items));
  for (const item of [1, 2, 3]) bunches.add(item);
  expect(seen).toEqual([[1]]);
  vi.advanceTimersByTime(50);
  expect(seen).toEqual([[1], [2, 3]]);
  bunches.add(4);
  bunches.flush();
  expect(seen).toEqual([[1], [2, 3], [4]]);
  vi.advanceTimersByTime(500);
  bunches.add(5);
  expect(seen).toEqual([[1], [2, 3], [4], [5]]);
});
