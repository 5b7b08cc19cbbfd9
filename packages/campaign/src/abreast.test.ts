import { describe, expect, it } from "vitest";
import { abreast } from "./abreast.ts";

describe("Work done side by side", () => {
  it("is each done once, in its order, by whichever lane is free", async () => {
    const begun: number[] = [];
    const first = Promise.withResolvers<void>();
    const byLane = { one: 0, other: 0 };
    await abreast(["one", "other"] as const, [1, 2, 3, 4], async (lane, item) => {
      begun.push(item);
      byLane[lane] += 1;
      if (item === 1) await first.promise;
      if (item === 4) first.resolve();
      return "go on";
    });
    expect(begun).toEqual([1, 2, 3, 4]);
    expect(byLane).toEqual({ one: 1, other: 3 });
  });

  it("begins nothing more once one was enough, and waits for what is under way", async () => {
    const done: number[] = [];
    const second = Promise.withResolvers<void>();
    await abreast(["one", "other"], [1, 2, 3], async (_lane, item) => {
      if (item === 1) queueMicrotask(second.resolve);
      else await second.promise;
      done.push(item);
      return item === 1 ? "enough" : "go on";
    });
    expect(done).toEqual([1, 2]);
  });

  it("begins nothing more once one has failed, and tells why", async () => {
    const begun: number[] = [];
    const work = abreast(["one"], [1, 2], async (_lane, item) => {
      begun.push(item);
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    expect(begun).toEqual([1]);
  });
});
