import { expect, test } from "vitest";
import { extremesOf, minutesOf } from "./minutes.ts";

const minute = 60_000;

test("a chart is a table of minutes, the newest first, and an unknown minute is not a row of zeros", () => {
  const at = [0, 1000, minute, 2 * minute, 2 * minute + 1000];
  const lines = [
    { label: "read", values: [1, 3, null, 10, null] },
    { label: "written", values: [0, 0, null, null, null] },
  ];
  expect(minutesOf({ at, lines })).toEqual([
    { at: 2 * minute, means: [10, null] },
    { at: 0, means: [2, 0] },
  ]);
});

test("what is not known now is not told as what was known before", () => {
  expect(extremesOf([1, 9, 2])).toEqual({ last: 2, highest: 9 });
  expect(extremesOf([1, 9, null])).toEqual({ last: null, highest: 9 });
  expect(extremesOf([])).toEqual({ last: null, highest: null });
});
