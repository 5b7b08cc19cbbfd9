import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Attention } from "./attention.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function counting(instances: number) {
  const felt = { count: 0 };
  const attention = new Attention(() =>
    Array.from({ length: instances }, () => () => void (felt.count += 1)),
  );
  return { felt, attention };
}

test("a look is answered before any pulse is felt, and lasts for ten seconds", async () => {
  const { felt, attention } = counting(50);
  attention.look();
  expect(felt.count).toBe(0);
  await vi.advanceTimersByTimeAsync(500);
  expect(felt.count).toBe(50);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(felt.count).toBe(250);
  expect(vi.getTimerCount()).toBe(0);
  attention.look();
  await vi.advanceTimersByTimeAsync(500);
  expect(felt.count).toBe(300);
});

test("while somebody watches pulses are felt, and not after that", async () => {
  const { felt, attention } = counting(1);
  const end = new AbortController();
  attention.watch(end.signal);
  await vi.advanceTimersByTimeAsync(20_500);
  expect(felt.count).toBe(11);
  end.abort();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(felt.count).toBe(11);
  expect(vi.getTimerCount()).toBe(0);
});

test("a host that is let go feels no pulse any more", () => {
  const { attention } = counting(1);
  attention.watch(new AbortController().signal);
  attention[Symbol.dispose]();
  expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
});
