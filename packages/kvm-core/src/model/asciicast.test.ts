import { expect, test } from "vitest";
import { CastOutput, castHeaderLine, castLine } from "./asciicast.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("a recording begins with a header that players know", () => {
  const line = castHeaderLine({ cols: 80, rows: 24, startedAt: 1_700_000_000_900, title: "web-1, boot 3" });
  expect(JSON.parse(line)).toEqual({
    version: 2,
    width: 80,
    height: 24,
    timestamp: 1_700_000_000,
    title: "web-1, boot 3",
    env: { TERM: "xterm-256color" },
  });
  expect(line.endsWith("}\n")).toBe(true);
  expect(castLine([1.23456789, "m", "moved"])).toBe('[1.234568,"m","moved"]\n');
});

test("what arrived at one moment is one event, at its second", () => {
  const output = new CastOutput(1000);
  const arrivals = [
    { seq: 90, at: 1500 },
    { seq: 103, at: 2000 },
    { seq: 105, at: 4000 },
  ];
  expect(output.events({ from: 100, bytes: bytes("abcdefg"), arrivals })).toEqual([
    [0.5, "o", "abc"],
    [1, "o", "de"],
    [3, "o", "fg"],
  ]);
});

test("time never runs backwards, and stands where no arrival was recorded", () => {
  const output = new CastOutput(1000);
  expect(output.events({ from: 0, bytes: bytes("ab"), arrivals: [{ seq: 0, at: 3000 }] })).toEqual([
    [2, "o", "ab"],
  ]);
  expect(output.events({ from: 2, bytes: bytes("c"), arrivals: [{ seq: 2, at: 2000 }] })).toEqual([
    [2, "o", "c"],
  ]);
  expect(output.events({ from: 3, bytes: bytes("d"), arrivals: [] })).toEqual([[2, "o", "d"]]);
});

test("a character that two lots share comes whole", () => {
  const output = new CastOutput(0);
  const euro = bytes("€");
  expect(output.events({ from: 0, bytes: euro.subarray(0, 2), arrivals: [] })).toEqual([]);
  expect(output.events({ from: 2, bytes: euro.subarray(2), arrivals: [] })).toEqual([[0, "o", "€"]]);
});
