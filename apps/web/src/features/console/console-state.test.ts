import { english } from "#lib/messages/translate.ts";
import { expect, test } from "vitest";
import { afterEvent, type ConsoleEvent, unconnected, whyNotTyping } from "./console-state.ts";
import { greyWords, idleWords, seatWords } from "./console-words.ts";

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

const seatOf = (holder: string | null, more: Partial<Extract<ConsoleEvent, { type: "seat" }>> = {}) =>
  afterEvent(greeted, { type: "seat", holder, mine: false, viewers: [], heardAt: 100_000, ...more });

test("the greeting makes the console live", () => {
  expect(greeted.line).toEqual({ phase: "live" });
  expect(greeted.instance).toBe("running");
  expect(greeted.boot).toBe(1);
});

test("who loses the connection loses the seat, and keeps the size the guest was told", () => {
  const seated = seatOf("ana", { mine: true });
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
  expect(seatWords(seatOf("you", { mine: true, viewers }), english)).toBe(
    "you are typing, 2 readers: ana, ops-wall",
  );
});

test("for how long the holder has not typed is counted on from when the agent told it", () => {
  const seated = seatOf("ana", { idleSeconds: 20 });
  expect(idleWords(seated, 100_000, english)).toBe("idle for 20 s");
  expect(idleWords(seated, 145_000, english)).toBe("idle for 1 min");
  expect(idleWords(seatOf("ana", { idleSeconds: 1 }), 100_000, english)).toBeUndefined();
  expect(idleWords(seatOf("ana", { mine: true, idleSeconds: 20 }), 100_000, english)).toBeUndefined();
});

test("a request lasts until the seat is ours or another holder has it", () => {
  const asked = afterEvent(seatOf("ana"), { type: "asked" });
  const still = afterEvent(asked, { type: "seat", holder: "ana", mine: false, viewers: [], heardAt: 0 });
  expect(still.seat.asked).toBe(true);
  const given = afterEvent(asked, { type: "seat", holder: "you", mine: true, viewers: [], heardAt: 0 });
  expect(given.seat.asked).toBe(false);
  const taken = afterEvent(asked, { type: "seat", holder: "bob", mine: false, viewers: [], heardAt: 0 });
  expect(taken.seat.asked).toBe(false);
});

test("nobody types into a console that somebody else holds, that is off, or that one may only read", () => {
  expect(whyNotTyping(seatOf("ana", { mine: true }), english)).toBeUndefined();
  expect(whyNotTyping(seatOf(null), english)).toBeUndefined();
  expect(whyNotTyping(seatOf("ana"), english)).toContain("ana has the keyboard");
  expect(whyNotTyping({ ...seatOf(null), instance: "stopped" }, english)).toContain("off");
  expect(whyNotTyping({ ...seatOf(null), mode: "read" }, english)).toContain("read");
  expect(whyNotTyping(unconnected, english)).toContain("not connected");
});

test("a migration leaves a grey line with both hosts and the pause", () => {
  const words = greyWords(
    { type: "moved", from: "host-b", host: "host-a", pauseMs: 24.4 },
    "12:49:20",
    english,
  );
  expect(words).toBe("moved host-b → host-a, 24 ms pause · 12:49:20");
});
