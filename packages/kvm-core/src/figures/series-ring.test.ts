import fc from "fast-check";
import { expect, test } from "vitest";
import { SeriesRing } from "./series-ring.ts";

const hourMs = 3_600_000;
/** Past 2^32 ms of the epoch many times over, and close to one of its multiples. */
const start = 415 * 2 ** 32 - 1000;

/** What a ring must hold, in the plainest way. */
function expected(rows: readonly { at: number; value: number }[], since: number, now: number) {
  return rows.slice(-1800).filter(({ at }) => at > since && at > now - hourMs);
}

test("whatever comes at whatever times, a ring tells the last hour as a plain list would", () => {
  const steps = fc.array(
    fc.record({ wait: fc.integer({ min: 1, max: 200_000 }), value: fc.integer({ min: 0, max: 9_999_999 }) }),
    { maxLength: 300 },
  );
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (waits, share) => {
      const ring = new SeriesRing(1);
      const rows: { at: number; value: number }[] = [];
      let now = start;
      for (const { wait, value } of waits) {
        now += wait;
        rows.push({ at: now, value });
        ring.append(now, [value]);
      }
      const since = start + Math.floor((now - start) * share);
      const told = ring.after(since, now);
      const wanted = expected(rows, since, now);
      expect(told.at).toEqual(wanted.map(({ at }) => at));
      expect(told.columns).toEqual([wanted.map(({ value }) => value)]);
    }),
  );
});

test("an hour at one row each two seconds fits, and an hour more pushes the first one out", () => {
  const ring = new SeriesRing(4);
  for (let row = 0; row < 3600; row += 1) ring.append(start + row * 2000, [row, 0, 0, 0]);
  expect(ring.count).toBe(1800);
  expect(ring.bytes).toBe(1800 * 20);
  const { at, columns } = ring.after(0, start + 3599 * 2000);
  expect(at[0]).toBe(start + 1800 * 2000);
  expect(columns[0]?.at(-1)).toBe(3599);
});

test("a ring takes little while little comes, and gives back what it took when it grows empty", () => {
  const ring = new SeriesRing(4);
  expect(ring.bytes).toBe(32 * 20);
  let now = start;
  for (let row = 0; row < 1800; row += 1) ring.append((now += 2000), [1, 1, 1, 1]);
  for (let row = 0; row < 300; row += 1) ring.append((now += 60_000), [1, 1, 1, 1]);
  expect(ring.count).toBe(61);
  expect(ring.bytes).toBeLessThan(256 * 20);
});

test("what is not known is null, never 0, and is said once however long it lasts", () => {
  const ring = new SeriesRing(2);
  ring.gap(start);
  ring.append(start + 1, [0, Number.NaN]);
  for (let row = 0; row < 10; row += 1) ring.gap(start + 2 + row);
  expect(ring.after(0, start + 20)).toEqual({
    at: [start + 1, start + 2],
    columns: [
      [0, null],
      [null, null],
    ],
  });
});
