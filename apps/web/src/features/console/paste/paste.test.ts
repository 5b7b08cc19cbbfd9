import { expect, test } from "vitest";
import { PastePace } from "./paste-pace.ts";
import { isBig, isPlain, pasteTextOf } from "./paste-text.ts";

test("pasted text becomes typed lines, with Enter where a line breaks and only there", () => {
  expect(pasteTextOf("one\r\ntwo\nthree").lines).toEqual(["one\r", "two\r", "three"]);
  expect(pasteTextOf("one\n\ntwo\n").lines).toEqual(["one\r", "\r", "two\r"]);
  expect(pasteTextOf("").lines).toEqual([]);
});

test("control characters are left out and counted, tabs stay", () => {
  expect(pasteTextOf("a\u001b[201~\u0003b\tc")).toEqual({ lines: ["a[201~b\tc"], leftOut: 2 });
});

test("one short line may be typed as it is; more is shown first, and much is asked about", () => {
  expect(isPlain("uptime")).toBe(true);
  for (const text of ["two\nlines", "end\r", "\u001b[A", "x".repeat(201)]) expect(isPlain(text)).toBe(false);
  expect(isBig(pasteTextOf("ls\n".repeat(100)))).toBe(false);
  expect(isBig(pasteTextOf("ls\n".repeat(101)))).toBe(true);
  expect(isBig(pasteTextOf("x".repeat(10_001)))).toBe(true);
});

test("a guest that echoes gets line after line", () => {
  const pace = new PastePace({ now: 0, heard: 0 });
  for (let line = 1; line <= 100; line += 1) {
    expect(pace.next({ now: line * 20, heard: line * 8 })).toBe("type");
  }
});

test("a guest that writes nothing gets three lines, and after a second it is said that it stalls", () => {
  const pace = new PastePace({ now: 0, heard: 500 });
  const moments = [20, 40, 60, 80, 1000, 1100];
  expect(moments.map((now) => pace.next({ now, heard: 500 }))).toEqual([
    "type",
    "type",
    "type",
    "wait",
    "wait",
    "stalled",
  ]);
});

test("a stalled guest that writes again gets the next line by itself", () => {
  const pace = new PastePace({ now: 0, heard: 0 });
  for (const now of [20, 40, 60]) pace.next({ now, heard: 0 });
  expect(pace.next({ now: 2000, heard: 0 })).toBe("stalled");
  expect(pace.next({ now: 2020, heard: 1 })).toBe("type");
});

test("who says go on is believed to the end", () => {
  const pace = new PastePace({ now: 0, heard: 0 });
  for (const now of [20, 40, 60]) pace.next({ now, heard: 0 });
  expect(pace.next({ now: 2000, heard: 0 })).toBe("stalled");
  pace.goOn();
  for (let now = 2020; now < 4000; now += 20) expect(pace.next({ now, heard: 0 })).toBe("type");
});
