import { describe, expect, it } from "vitest";
import { type LogLine, LogLines } from "./log-lines.ts";

const at = (seq: number, time: number) => ({ from: seq, arrivals: [{ seq, at: time }] });

describe("Lines of a log", () => {
  it("have the time at which their first byte came, however they were cut", () => {
    const heard: LogLine[] = [];
    const lines = new LogLines((line) => heard.push(line));
    lines.begin(3, 100);
    lines.feed(Buffer.from("one\ntw"), at(100, 1000));
    lines.feed(Buffer.from("o\nthree\nfour"), at(106, 2000));
    lines.end();
    expect(heard.map(({ boot, line, seq, at: time, text }) => [boot, line, seq, time, text])).toEqual([
      [3, 1, 100, 1000, "one"],
      [3, 2, 104, 1000, "two"],
      [3, 3, 108, 2000, "three"],
      [3, 4, 114, 2000, "four"],
    ]);
  });

  it("have no time where none was recorded", () => {
    const heard: LogLine[] = [];
    const lines = new LogLines((line) => heard.push(line));
    lines.feed(Buffer.from("one\n"), { from: 5, arrivals: [] });
    expect(heard).toMatchObject([{ at: undefined, text: "one" }]);
  });

  it("begin anew after a hole, and with each boot", () => {
    const heard: LogLine[] = [];
    const lines = new LogLines((line) => heard.push(line));
    lines.begin(1, 0);
    lines.feed(Buffer.from("cut o"), at(0, 1));
    lines.feed(Buffer.from("later\n"), at(1000, 2));
    lines.begin(2, 1006);
    lines.feed(Buffer.from("next\n"), at(1006, 3));
    expect(heard.map(({ boot, line, text }) => [boot, line, text])).toEqual([
      [1, 1, "cut o"],
      [1, 1, "later"],
      [2, 1, "next"],
    ]);
  });
});
