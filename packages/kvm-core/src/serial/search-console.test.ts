import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ConsolePast } from "./console-past.ts";
import { searchConsole, type SearchOrder } from "./search-console.ts";
import { pastOf } from "./testing/past-of.ts";

const search = (past: ConsolePast, order: Partial<SearchOrder> & { text: string }, signal?: AbortSignal) =>
  searchConsole(past, { matchCase: false, limit: 100, ...order }, signal);

describe("A search", () => {
  test("finds the newest first, over all boots, with boot and line", async () => {
    const past = pastOf(["early panic\n", "one\nPanic two\nthree\n", "four\nkernel panic"]);
    const { hits, more } = await search(past, { text: "panic" });
    expect(hits.map(({ boot, line, text, start }) => [boot, line, text, start])).toEqual([
      [2, 2, "kernel panic", 7],
      [1, 2, "Panic two", 0],
      [0, 1, "early panic", 6],
    ]);
    expect(more).toBe(false);
    expect(hits[0]?.seq).toBe(past.seq - "kernel panic".length);
    expect(hits[0]?.at).toBe(1000 + past.seq - "kernel panic".length);
  });

  test("respects case when told, and one boot when told", async () => {
    const past = pastOf(["", "Panic\n", "panic\n"]);
    expect((await search(past, { text: "Panic", matchCase: true })).hits.map(({ boot }) => boot)).toEqual([
      1,
    ]);
    expect((await search(past, { text: "panic", boot: -1 })).hits.map(({ boot }) => boot)).toEqual([1]);
    expect((await search(past, { text: "panic", boot: 0 })).hits.map(({ boot }) => boot)).toEqual([2]);
    await expect(search(past, { text: "panic", boot: 7 })).rejects.toMatchObject({
      code: "not_found",
      hint: "It has the boots 1 to 2; 0 is the present one and -1 the one before it.",
    });
    await expect(search(pastOf([""]), { text: "x", boot: 0 })).rejects.toMatchObject({ code: "not_found" });
  });

  test("says whether there are older hits than were asked for", async () => {
    const past = pastOf(["", "hit\n".repeat(3), "hit\n".repeat(50)]);
    expect(await search(past, { text: "hit", limit: 50 })).toMatchObject({ more: true });
    expect(await search(past, { text: "hit", limit: 53 })).toMatchObject({ more: false });
    const { hits } = await search(past, { text: "hit", limit: 2 });
    expect(hits.map(({ boot, line }) => [boot, line])).toEqual([
      [2, 50],
      [2, 49],
    ]);
  });

  test("takes what is sought letter by letter", async () => {
    const past = pastOf(["", "a.c (x) [y] $1 ^ \\d\nabc\n"]);
    for (const text of ["a.c", "(x)", "[y]", "$1", "^ \\d"])
      expect((await search(past, { text })).hits.map(({ line }) => line)).toEqual([1]);
  });

  test("finds a text wherever it stands and however it is coloured and cut", async () => {
    const noise = fc.stringMatching(/^[a-z \r\n]{0,200}$/);
    await fc.assert(
      fc.asyncProperty(
        noise,
        noise,
        fc.nat(6),
        fc.integer({ min: 1, max: 9 }),
        async (before, after, at, chunk) => {
          const coloured = `NEEDLE!`.slice(0, at) + "\u001b[1;31m" + `NEEDLE!`.slice(at);
          const past = pastOf(["", `${before}\n${coloured}${after.replaceAll("\r", "")}`], { chunk });
          const { hits } = await search(past, { text: "needle!" });
          expect(hits).toHaveLength(1);
          expect(hits[0]?.text.slice(hits[0].start)).toMatch(/^NEEDLE!/);
          expect(hits[0]?.line).toBe(`${before}\n`.split("\n").length);
        },
      ),
    );
  });

  test("shows 500 characters around a hit in a line of many megabytes", async () => {
    const line = `${"x".repeat(5_000_000)}needle${"y".repeat(12_000_000)}`;
    const { hits } = await search(pastOf(["", line]), { text: "needle" });
    expect(hits).toMatchObject([{ boot: 1, line: 1, length: 6 }]);
    expect(hits[0]?.text).toHaveLength(500);
    expect(hits[0]?.text.slice(hits[0].start, hits[0].start + 6)).toBe("needle");
  });

  test("finds what two parts of an endless line share", async () => {
    const { hits } = await search(pastOf(["", `${"x".repeat(65_533)}needle`]), { text: "needle" });
    expect(hits).toMatchObject([{ line: 1, length: 6 }]);
  });

  test("ends when it is cancelled", async () => {
    const stop = new AbortController();
    const past = pastOf(["", "x\n".repeat(2_000_000)], { onRead: () => stop.abort() });
    await expect(search(past, { text: "y" }, stop.signal)).rejects.toMatchObject({ code: "cancelled" });
    expect(past.reads).toBe(1);
  });

  test("lets others have their turn between two lots", async () => {
    const past = pastOf(["", "x\n".repeat(1_000_000)]);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await search(past, { text: "y" });
    clearInterval(timer);
    expect(past.reads).toBeGreaterThan(4);
    expect(turns).toBeGreaterThan(1);
  });

  test("goes on without what is given back meanwhile", async () => {
    const past = pastOf(["", "old hit\n".repeat(100_000), "new hit\n"], {
      onRead: () => past.forgetBefore(past.boots[1]?.from ?? 0),
    });
    const { hits } = await search(past, { text: "hit", limit: 500 });
    expect(hits.map(({ text }) => text)).toEqual(["new hit"]);
  });
});
