import { expect, test } from "vitest";
import { matchesIn, mostMatches } from "./buffer-matches.ts";

const lines = [
  { row: 0, text: "Linux version 6.1" },
  { row: 1, text: "linux, linux and (LINUX)" },
  { row: 4, text: "a[0] = $x;" },
];

test("matches come in the order of the text, letters of either case unless asked otherwise", () => {
  expect(matchesIn(lines, { text: "linux", matchCase: false })).toEqual([
    { row: 0, start: 0, length: 5 },
    { row: 1, start: 0, length: 5 },
    { row: 1, start: 7, length: 5 },
    { row: 1, start: 18, length: 5 },
  ]);
  expect(matchesIn(lines, { text: "LINUX", matchCase: true })).toEqual([{ row: 1, start: 18, length: 5 }]);
});

test("what is sought is text and no pattern", () => {
  expect(matchesIn(lines, { text: "[0] = $", matchCase: false })).toEqual([{ row: 4, start: 1, length: 7 }]);
  expect(matchesIn(lines, { text: ".*", matchCase: false })).toEqual([]);
  expect(matchesIn(lines, { text: "", matchCase: false })).toEqual([]);
});

test("of very many matches the newest are kept", () => {
  const many = Array.from({ length: mostMatches + 5 }, (_, row) => ({ row, text: "x" }));
  const found = matchesIn(many, { text: "x", matchCase: true });
  expect(found).toHaveLength(mostMatches);
  expect(found.at(0)?.row).toBe(5);
  expect(found.at(-1)?.row).toBe(mostMatches + 4);
});
