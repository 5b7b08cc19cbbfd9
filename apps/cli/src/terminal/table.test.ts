import { expect, test } from "vitest";
import { duration, table } from "./table.ts";

test("columns are as wide as their widest cell, and no line ends with spaces", () => {
  expect(
    table(
      ["NAME", "HOST"],
      [
        ["a-long-name", "x"],
        ["b", "host-b"],
      ],
    ),
  ).toBe(["NAME         HOST", "a-long-name  x", "b            host-b", ""].join("\n"));
});

test("a duration is told in the largest unit that says enough", () => {
  expect([0, 119_000, 120_000, 7_200_000, 172_800_000].map(duration)).toEqual([
    "0 s",
    "119 s",
    "2 min",
    "2 h",
    "2 d",
  ]);
});
