import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RecentBytes } from "./recent-bytes.ts";

describe("The recent bytes", () => {
  test("are always the newest of the stream, whatever was added in whatever lots", () => {
    const lots = fc.array(fc.uint8Array({ maxLength: 6000 }), { maxLength: 20 });
    fc.assert(
      fc.property(lots, fc.integer({ min: 1, max: 20_000 }), fc.nat(1_000_000), (added, limit, first) => {
        const recent = new RecentBytes(limit, first);
        let all = new Uint8Array(0);
        for (const lot of added) {
          recent.append(lot);
          all = Uint8Array.from([...all, ...lot]);
        }
        expect(recent.end).toBe(first + all.length);
        expect(recent.end - recent.start).toBe(Math.min(limit, all.length));
        expect(recent.read(recent.start, limit)).toEqual(all.subarray(recent.start - first));
      }),
      { numRuns: 50 },
    );
  });

  test("can be read in parts, from any byte that is held and no other", () => {
    const recent = new RecentBytes(8, 100);
    recent.append(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    expect([recent.start, recent.end]).toEqual([102, 110]);
    expect(recent.read(102, 3)).toEqual(Uint8Array.of(2, 3, 4));
    expect(recent.read(108, 100)).toEqual(Uint8Array.of(8, 9));
    expect(recent.read(110, 100)).toEqual(new Uint8Array(0));
    expect(recent.read(101, 1)).toBeUndefined();
    expect(recent.read(111, 1)).toBeUndefined();
  });

  test("are a copy: what comes later does not change what was read", () => {
    const recent = new RecentBytes(4, 0);
    recent.append(Uint8Array.of(1, 2, 3, 4));
    const read = recent.read(0, 4);
    recent.append(Uint8Array.of(5, 6, 7, 8));
    expect(read).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  test("start again at another number, with nothing", () => {
    const recent = new RecentBytes(4, 0);
    recent.append(Uint8Array.of(1, 2));
    recent.restart(50);
    expect(recent.read(0, 1)).toBeUndefined();
    recent.append(Uint8Array.of(3));
    expect(recent.read(50, 1)).toEqual(Uint8Array.of(3));
  });
});
