import { acknowledgeEveryBytes } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { ConsoleStream } from "./console-stream.ts";

test("a first connection asks for nothing and begins where the agent begins", () => {
  const stream = new ConsoleStream();
  expect(stream.next).toBeUndefined();
  expect(stream.greeted(65_536)).toBeUndefined();
  expect(stream.next).toBe(65_536);
});

test("a connection that broke is continued with the byte after the last one received", () => {
  const stream = new ConsoleStream();
  stream.greeted(100);
  stream.received(20);
  stream.received(5);
  expect(stream.next).toBe(125);
  expect(stream.greeted(125)).toBeUndefined();
  expect(stream.next).toBe(125);
});

test("bytes that the agent no longer has are told once as a gap, though greeting and gap frame both name it", () => {
  const stream = new ConsoleStream();
  stream.greeted(0);
  stream.received(10);
  expect(stream.greeted(50)).toEqual({ type: "gap", from: 10, to: 50 });
  expect(stream.skipped(10, 50)).toBeUndefined();
  expect(stream.next).toBe(50);
});

test("a gap in the middle moves the numbering on, and what comes after it is acknowledged by its own number", () => {
  const stream = new ConsoleStream();
  stream.greeted(0);
  expect(stream.skipped(0, 1_000_000)).toEqual({ type: "gap", from: 0, to: 1_000_000 });
  stream.received(acknowledgeEveryBytes);
  expect(stream.parsed(acknowledgeEveryBytes)).toBe(1_000_000 + acknowledgeEveryBytes);
});

test("an agent that begins before the byte asked for has begun a new numbering", () => {
  const stream = new ConsoleStream();
  stream.greeted(5_000);
  stream.received(100);
  expect(stream.greeted(40)).toEqual({ type: "restarted" });
  expect(stream.next).toBe(40);
});

test("only what the terminal has taken in is acknowledged, and no more often than the protocol wants", () => {
  const stream = new ConsoleStream();
  stream.greeted(0);
  stream.received(2 * acknowledgeEveryBytes);
  expect(stream.parsed(acknowledgeEveryBytes - 1)).toBeUndefined();
  expect(stream.parsed(1)).toBe(acknowledgeEveryBytes);
  expect(stream.parsed(10)).toBeUndefined();
  expect(stream.parsed(acknowledgeEveryBytes)).toBe(2 * acknowledgeEveryBytes + 10);
});
