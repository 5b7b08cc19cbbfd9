import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import { forecast, type ForecastFacts, roundsFor } from "./forecast.ts";

const mib = 1_048_576;
const options = migrationOptionsSchema.parse({});
const facts: ForecastFacts = {
  memoryBytes: 1000 * mib,
  diskBytes: 0,
  linkBytesPerSecond: 100 * mib,
  dirtyBytesPerSecond: 10 * mib,
  runs: true,
};

describe("A forecast", () => {
  test("is what copying round by round comes to, for any memory, link, dirty rate and pause", () => {
    const positive = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(
        positive(1e12),
        positive(1e10),
        fc.nat(1e10),
        positive(60_000),
        (memory, link, dirty, ms) => {
          const pause = ms / 1000;
          const told = roundsFor({ memory, link, dirty, pause });
          expect(told === undefined).toBe(dirty >= link);
          if (told === undefined) return;
          let [left, seconds, rounds] = [memory, 0, 0];
          do {
            const took = left / link;
            seconds += took;
            left = dirty * took;
            rounds += 1;
          } while (left / link > pause && rounds < 10_000);
          if (rounds === 10_000) return;
          expect(Math.abs(told.rounds - rounds)).toBeLessThanOrEqual(1);
          expect(told.seconds).toBeGreaterThan(0.9 * (seconds - memory / link) + (0.9 * memory) / link);
          expect(told.leftBytes / link).toBeLessThanOrEqual(pause * 1.0001);
        },
      ),
    );
  });

  test("grows with the memory and with what the guest writes, and shrinks with a faster link", () => {
    const seconds = (more: Partial<ForecastFacts>) => forecast({ ...facts, ...more }, options).seconds ?? 0;
    expect(seconds({ memoryBytes: 2000 * mib })).toBeGreaterThan(seconds({}));
    expect(seconds({ dirtyBytesPerSecond: 50 * mib })).toBeGreaterThan(seconds({}));
    expect(seconds({ linkBytesPerSecond: 200 * mib })).toBeLessThan(seconds({}));
    expect(seconds({ diskBytes: 5000 * mib })).toBeCloseTo(seconds({}) + 50);
  });

  test("says in words how long it takes and how long the guest stands still", () => {
    expect(forecast(facts, options)).toMatchObject({
      finishes: "yes",
      text: "About 11 s for 1000 MiB; the guest stands still for about 130 ms.",
    });
  });

  test("obeys a bandwidth limit that is lower than what the link carries", () => {
    expect(forecast(facts, { ...options, bandwidth: 50 * mib }).linkBytesPerSecond).toBe(50 * mib);
    expect(forecast(facts, { ...options, bandwidth: 500 * mib }).linkBytesPerSecond).toBe(100 * mib);
  });

  test("says that a guest which writes faster than the link will not finish by itself, and what there is to choose", () => {
    const told = forecast({ ...facts, dirtyBytesPerSecond: 200 * mib }, options);
    expect(told).toMatchObject({
      finishes: "not by itself",
      text: "It will not finish by itself: its guest writes 200 MiB/s, the link carries 100 MiB/s.",
    });
    expect(told.choices.map(({ text }) => text)).toEqual([
      "Allow a longer pause: up to 10 s.",
      "Slow its processors down, by about 60 %.",
      "Let it run there at once and send the rest after it (post-copy). If that fails, its memory is lost.",
      "Hold it until all of it is there: about 10 s.",
      "Move it at a time when it writes less.",
    ]);
    const chosen = forecast(
      { ...facts, dirtyBytesPerSecond: 200 * mib },
      { ...options, onTimeout: "throttle" },
    );
    expect(chosen.text).toContain("What was chosen for that will be done.");
  });

  test("of a guest that is moved held is that it stands still for all of it", () => {
    expect(forecast(facts, { ...options, live: false })).toMatchObject({
      finishes: "yes",
      seconds: 10,
      pauseMs: 10_030,
    });
    expect(forecast({ ...facts, runs: false }, options).pauseMs).toBeUndefined();
  });

  test("does not guess what could not be measured", () => {
    expect(forecast({ ...facts, linkBytesPerSecond: undefined }, options)).toMatchObject({
      finishes: "unknown",
    });
    expect(forecast({ ...facts, dirtyBytesPerSecond: undefined }, options).text).toContain("At least 10 s");
  });
});
