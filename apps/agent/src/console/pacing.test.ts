import { describe, expect, it } from "vitest";
import { pauseBeforeFrame } from "./pacing.ts";

const quiet = { now: 1000, lastFrameAt: 0, lastKeyAt: 0, pendingBytes: 1, frameBytes: 65_536 };

describe("A console frame", () => {
  it("is sent at once after a silence", () => {
    expect(pauseBeforeFrame(quiet)).toBe(0);
  });

  it("waits until 4 ms after the one before it", () => {
    expect(pauseBeforeFrame({ ...quiet, lastFrameAt: 999 })).toBe(3);
  });

  it("is sent at once when it is full", () => {
    expect(pauseBeforeFrame({ ...quiet, lastFrameAt: 999, pendingBytes: 65_536 })).toBe(0);
  });

  it("is sent at once when it is small and answers a key", () => {
    expect(pauseBeforeFrame({ ...quiet, lastFrameAt: 999, lastKeyAt: 980 })).toBe(0);
    expect(pauseBeforeFrame({ ...quiet, lastFrameAt: 999, lastKeyAt: 980, pendingBytes: 4000 })).toBe(3);
    expect(pauseBeforeFrame({ ...quiet, lastFrameAt: 999, lastKeyAt: 900 })).toBe(3);
  });
});
