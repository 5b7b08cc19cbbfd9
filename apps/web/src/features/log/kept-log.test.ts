import { expect, test } from "vitest";
import { linesOf, matching, withPage } from "./kept-log.ts";

const page = (from: number, text: string) => ({
  from,
  next: from + text.length,
  end: from + text.length,
  data: btoa(text),
});
const texts = (kept: Parameters<typeof linesOf>[0]) => linesOf(kept).map(({ text }) => text);

test("pages are put together where they follow on, also in the midst of a line", () => {
  const first = withPage(undefined, page(0, "one\ntw"));
  const both = withPage(first, page(6, "o\r\nthree\n"));
  expect(texts(both)).toEqual(["one", "two", "three"]);
  expect(linesOf(both).map(({ at }) => at)).toEqual([0, 4, 9]);
});

test("a log that began anew is shown anew", () => {
  const old = withPage(undefined, page(0, "old\nlines\n"));
  expect(texts(withPage(old, page(0, "new\n")))).toEqual(["new"]);
});

test("a line whose beginning was not read is left out, and what is no text does no harm", () => {
  expect(texts(withPage(undefined, page(100, "half a line\nwhole\n")))).toEqual(["whole"]);
  expect(texts(withPage(undefined, page(0, "\u00ff\n")))).toEqual(["\ufffd"]);
});

test("the newest mebibyte is kept", () => {
  const much = `${"x".repeat(99)}\n`.repeat(11_000);
  const kept = withPage(undefined, page(0, much));
  expect(kept.bytes.length).toBe(1_048_576);
  expect(kept.next).toBe(much.length);
  expect(matching(linesOf(kept), "XX").length).toBe(10_485);
  expect(matching(linesOf(kept), "y")).toEqual([]);
});
