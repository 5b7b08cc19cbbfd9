import { expect, test } from "vitest";
import { LogLines } from "./log-lines.ts";
import { hashOf, placeIn } from "./log-place.ts";
import { piecesOf } from "#lib/visible-text.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const linesOf = (...parts: readonly string[]) => {
  const lines = new LogLines(100);
  for (const part of parts) lines.append(bytesOf(part), []);
  return lines;
};
const texts = (lines: LogLines) => Array.from({ length: lines.count }, (_, index) => lines.line(index).text);

test("lines are read without colours and control characters, wherever the pages were cut", () => {
  const lines = linesOf("\u001b[0;32m  OK  \u001b[0m Star", "ted\r\nab\b\bX\n10 %\r20 %", "\n$ ");
  expect(texts(lines)).toEqual(["  OK   Started", "Xb", "20 %", "$ "]);
  expect(lines.next).toBe(
    100 + bytesOf("\u001b[0;32m  OK  \u001b[0m Started\r\nab\b\bX\n10 %\r20 %\n$ ").length,
  );
});

test("a line feed begins a line and nothing else does; an empty last line is none", () => {
  expect(texts(linesOf("one\n\ntwo\n"))).toEqual(["one", "", "two"]);
  expect(linesOf("").count).toBe(0);
  expect(linesOf("\n").count).toBe(1);
});

test("of a line of megabytes the beginning is shown", () => {
  const lines = linesOf("x".repeat(3_000_000), "\nnext");
  expect(lines.line(0)).toEqual({ text: "x".repeat(4000), isCut: true });
  expect(lines.line(1)).toEqual({ text: "next", isCut: false });
});

test("a line has the time at which its first byte came", () => {
  const lines = new LogLines(100);
  lines.append(bytesOf("one\ntw"), [
    { seq: 100, at: 1000 },
    { seq: 103, at: 2000 },
  ]);
  // The first stamp of a page covers its first byte, and may have been told before.
  lines.append(bytesOf("o\nthree"), [
    { seq: 103, at: 2000 },
    { seq: 108, at: 3000 },
  ]);
  expect([0, 1, 2].map((index) => lines.timeOf(index))).toEqual([1000, 2000, 3000]);
  expect(linesOf("x").timeOf(0)).toBeUndefined();
});

test("a place is named behind the # of the address, and only such a place", () => {
  expect(placeIn("#boot=3&line=812")).toEqual({ boot: 3, line: 812 });
  expect(placeIn(hashOf({ boot: 3, line: 812 }))).toEqual({ boot: 3, line: 812 });
  expect(placeIn("#boot=0")).toEqual({ boot: 0, line: undefined });
  for (const hash of ["", "#", "#line=3", "#boot=x", "#boot=-1", "#boot=1e3"])
    expect(placeIn(hash)).toBeUndefined();
  expect(placeIn("#boot=1&line=0")).toEqual({ boot: 1, line: undefined });
});

test("what cannot be seen in a line is shown as its code", () => {
  const words = (line: string) =>
    piecesOf(line)
      .map(({ text, isCode }) => (isCode ? `<${text}>` : text))
      .join("");
  expect(words("run \u202egpj.exe")).toBe("run <U+202E>gpj.exe");
  expect(words("a\u200bb\u00a0c\u{e0041}")).toBe("a<U+200B>b<U+00A0>c<U+E0041>");
  expect(words(`z${"\u0301".repeat(40)}`)).toBe("z<U+0301×40>");
  expect(words("caf\u00e9 e\u0301 \u{1f600} \u4f60")).toBe("caf\u00e9 e\u0301 \u{1f600} \u4f60");
});

test("what was found is marked in its line", () => {
  expect(piecesOf("Linux version", { start: 6, length: 7 })).toEqual([
    { text: "Linux " },
    { text: "version", isFound: true },
  ]);
});
