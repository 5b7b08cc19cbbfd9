import { english, translator } from "./messages/translate.ts";
import { expect, test } from "vitest";
import { formatBytes, formatDuration, formatSince, formatTime } from "./format.ts";

test("bytes are written in the unit that keeps the number short", () => {
  expect(
    [0, 1023, 1024, 1536, 49 * 1024 ** 2, 1.5 * 1024 ** 3].map((bytes) => formatBytes(bytes, english)),
  ).toEqual(["0 B", "1023 B", "1 KiB", "1.5 KiB", "49 MiB", "1.5 GiB"]);
});

test("times are written in at most two units", () => {
  const minute = 60_000;
  expect(
    [24, 1_430, 59_000, 8 * minute, 130 * minute, 14.125 * 1440 * minute].map((ms) =>
      formatDuration(ms, english),
    ),
  ).toEqual(["24 ms", "1.4 s", "59 s", "8 min", "2 h 10 min", "14 d 3 h"]);
});

test("a state that began in the future, by another clock, began now", () => {
  expect(formatSince("2026-01-01T00:00:10Z", Date.parse("2026-01-01T00:00:00Z"), english)).toBe("0 s");
});

test("numbers and dates are written as the language writes them", () => {
  const german = translator("de-DE");
  expect(formatBytes(1.5 * 1024 ** 3, german)).toBe("1,5 GiB");
  expect(formatTime("2026-01-31T09:00:00", german, Date.parse("2026-02-01T00:00:00"))).toBe(
    "31. Jan. 09:00:00",
  );
  expect(formatTime("2026-01-31T09:00:00", english, Date.parse("2026-02-01T00:00:00"))).toBe(
    "31 Jan 09:00:00",
  );
});
