import { expect, test } from "vitest";
import { afterEvent, greyWords, seatWords, unconnected } from "./console-state.ts";

const greeted = afterEvent(unconnected, {
  type: "hello",
  seq: 0,
  boot: 1,
  mode: "write",
  viewers: [],
  size: { cols: 80, rows: 24 },
  state: "running",
  host: "host-a",
});

test("the greeting makes the console live", () => {
  expect(greeted.line).toEqual({ phase: "live" });
  expect(greeted.instance).toBe("running");
});

test("who loses the connection loses the seat, and keeps the size the guest was told", () => {
  const seated = afterEvent(greeted, { type: "seat", holder: "ana", mine: true, viewers: [] });
  const sized = afterEvent(seated, { type: "size", cols: 132, rows: 43, by: "ana" });
  const lost = afterEvent(sized, {
    type: "lost",
    what: { type: "again", afterMs: 200, reason: "It broke." },
  });
  expect(lost.line).toEqual({ phase: "lost", reason: "It broke." });
  expect(lost.seat.mine).toBe(false);
  expect(lost.size).toEqual({ cols: 132, rows: 43 });
});

test("who types and who reads is said by name", () => {
  const viewers = [
    { name: "you", writer: true },
    { name: "ana", writer: false },
    { name: "ops-wall", writer: false },
  ];
  const seated = afterEvent(greeted, { type: "seat", holder: "you", mine: true, viewers });
  expect(seatWords(seated)).toBe("you are typing, 2 readers: ana, ops-wall");
});

test("a migration leaves a grey line with both hosts and the pause", () => {
  const words = greyWords({ type: "moved", from: "host-b", host: "host-a", pauseMs: 24.4 }, "12:49:20");
  expect(words).toBe("moved host-b → host-a · 24 ms pause · 12:49:20");
});
