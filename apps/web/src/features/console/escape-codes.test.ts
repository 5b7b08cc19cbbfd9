import { expect, test } from "vitest";
import { greyLine, namedKeys, pastedLines, sttyCommand } from "./escape-codes.ts";

test("pasted text is typed line by line, Enter only where the text breaks", () => {
  expect(pastedLines("one\r\ntwo\nthree")).toEqual(["one\r", "two\r", "three"]);
  expect(pastedLines("one\n")).toEqual(["one\r"]);
  expect(pastedLines("")).toEqual([]);
});

test("the size is told to the guest by the command a person would type", () => {
  expect(sttyCommand({ cols: 132, rows: 43 })).toBe("stty rows 43 cols 132\r");
});

test("a grey line never wraps", () => {
  for (const cols of [20, 80, 200]) {
    const visible = greyLine("boot 1", cols).replaceAll(/\u001b\[[0-9;]*m|\r\n/g, "");
    expect(visible.length).toBeLessThan(cols);
  }
});

test("the function keys send what a VT220 sends", () => {
  const bytes = new Map(namedKeys.map((key) => [key.name, key.bytes]));
  expect(bytes.get("F1")).toBe("\u001bOP");
  expect(bytes.get("F5")).toBe("\u001b[15~");
  expect(bytes.get("F12")).toBe("\u001b[24~");
});
