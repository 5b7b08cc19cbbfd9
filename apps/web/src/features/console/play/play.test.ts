import { expect, test } from "vitest";
import { castEvents, castFile } from "./cast-of-boot.ts";
import { readCast } from "./read-cast.ts";
import { playTime, Timeline } from "./timeline.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const header = { title: "demo, boot 1", startedAt: 1_000_000, cols: 80, rows: 24 };

test("a boot becomes a recording with the times at which its bytes came, and is read back as it was", async () => {
  const pages = [
    { from: 100, bytes: bytesOf("one"), arrivals: [{ seq: 100, at: 1_000_500 }] },
    {
      from: 103,
      bytes: bytesOf("two\u20ac"),
      arrivals: [
        { seq: 100, at: 1_000_500 },
        { seq: 105, at: 1_002_000 },
      ],
    },
  ];
  const events = await castEvents(header, pages);
  expect(events).toEqual([
    [0.5, "o", "one"],
    [0.5, "o", "tw"],
    [2, "o", "o\u20ac"],
  ]);
  expect(readCast(castFile(header, events).join(""))).toEqual({
    cols: 80,
    rows: 24,
    title: "demo, boot 1",
    events,
  });
});

test("text that is no recording is not played, and lines that are no events are passed over", () => {
  for (const text of ["", "{}", '{"version":1}', "[1]", "null", "x"]) expect(readCast(text)).toBeUndefined();
  const cast = readCast(
    '{"version":2,"width":1e9,"height":-1}\n[1,"o","a"]\nnull\n[1,"x","b"]\n["1","o","c"]\n{\n',
  );
  expect(cast).toEqual({ cols: 1000, rows: 24, title: undefined, events: [[1, "o", "a"]] });
});

test("pauses are cut to two seconds, and output is found by the time that is played", () => {
  const timeline = new Timeline([
    [10, "o", "a"],
    [11, "o", "b"],
    [500, "m", "rebooted"],
    [500.5, "o", "c"],
    [500.5, "i", "typed"],
  ]);
  expect(timeline.duration).toBeCloseTo(3.5);
  expect(timeline.markers).toEqual([{ at: 3, label: "rebooted" }]);
  expect(timeline.between(-1, 0)).toBe("a");
  expect(timeline.between(0, 3)).toBe("b");
  expect(timeline.between(3, 3.5)).toBe("c");
  expect(timeline.between(-1, timeline.duration)).toBe("abc");
  expect(timeline.between(3.5, 1)).toBe("");
});

test("a recording of nothing lasts for nothing", () => {
  const timeline = new Timeline([]);
  expect(timeline.duration).toBe(0);
  expect(timeline.between(-1, 5)).toBe("");
});

test("a time that runs backwards is played as none", () => {
  const timeline = new Timeline([
    [5, "o", "a"],
    [3, "o", "b"],
    [6, "o", "c"],
  ]);
  expect(timeline.duration).toBeCloseTo(1);
});

test("times are shown as players show them", () => {
  expect([0, 7.9, 67, 3600].map(playTime)).toEqual(["0:00", "0:07", "1:07", "60:00"]);
});
