import {
  appendFile,
  mkdir,
  mkdtempDisposable,
  open,
  readFile,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ArrivalSample, arrivalsOf, decodeSamples, encodeSamples, thinned } from "./arrival-samples.ts";
import { ArrivalTimes } from "./arrival-times.ts";

async function openTimes() {
  await using scope = new AsyncDisposableStack();
  const { path: directory } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-times-")));
  const path = join(directory, "serial.log.times");
  const times = scope.use(await ArrivalTimes.open(path));
  const all = scope.move();
  return { path, times, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

const written = (path: string, samples: readonly ArrivalSample[]) => writeFile(path, encodeSamples(samples));

describe("Arrival times", () => {
  test("are found for any bytes, the first stamp covering the first of them", async () => {
    await using made = await openTimes();
    made.times.saw(10, 1000);
    made.times.saw(30, 2000);
    made.times.saw(40, 3000);
    expect(await made.times.between(0, 40)).toEqual([
      { seq: 0, at: 1000 },
      { seq: 10, at: 2000 },
      { seq: 30, at: 3000 },
    ]);
    expect(await made.times.between(15, 31)).toEqual([
      { seq: 15, at: 2000 },
      { seq: 30, at: 3000 },
    ]);
    expect(await made.times.between(39, 40)).toEqual([{ seq: 39, at: 3000 }]);
    expect(await made.times.between(40, 50)).toEqual([]);
  });

  test("are the same for the next one who opens them, and count bytes that came together as one", async () => {
    await using made = await openTimes();
    for (let seq = 1; seq <= 1000; seq += 1) made.times.saw(seq, 50_000 + seq);
    await made.times[Symbol.asyncDispose]();
    expect((await stat(made.path)).size).toBeLessThanOrEqual(101 * 16);
    await using later = await ArrivalTimes.open(made.path);
    expect(later.reached).toBe(1000);
    later.begin(1200, 99_000);
    const [first] = await later.between(500, 501);
    expect(Math.abs((first?.at ?? 0) - 50_500)).toBeLessThanOrEqual(10);
    expect(await later.between(1100, 1101)).toEqual([{ seq: 1100, at: 99_000 }]);
  });

  test("are not made up for bytes of which nobody saw when they came", async () => {
    await using made = await openTimes();
    made.times.begin(500, 77_000);
    made.times.saw(510, 80_000);
    expect(await made.times.between(0, 500)).toEqual([]);
    expect(await made.times.between(490, 505)).toEqual([{ seq: 500, at: 80_000 }]);
  });

  test("survive a tail that a crash has torn", async () => {
    await using made = await openTimes();
    await written(made.path, [
      { seq: 10, at: 1000 },
      { seq: 20, at: 2000 },
    ]);
    await appendFile(made.path, "torn");
    await using later = await ArrivalTimes.open(made.path);
    later.saw(30, 3000);
    expect(await later.between(5, 30)).toEqual([
      { seq: 5, at: 1000 },
      { seq: 10, at: 2000 },
      { seq: 20, at: 3000 },
    ]);
  });

  test("are none, and no error, where the file is damaged, and go on with what comes next", async () => {
    await using made = await openTimes();
    const samples = Array.from({ length: 100 }, (_, index) => ({
      seq: index * 10 + 10,
      at: 1000 * index + 1000,
    }));
    await written(made.path, samples);
    await using file = await open(made.path, "r+");
    await file.write("damage", 51 * 16 + 3);
    await using middle = await ArrivalTimes.open(made.path);
    expect(await middle.between(510, 520)).toEqual([]);
    expect(await middle.between(900, 905)).toEqual([{ seq: 900, at: 91_000 }]);
    await file.write("damage", 99 * 16 + 3);
    await using end = await ArrivalTimes.open(made.path);
    end.begin(2000, 5000);
    end.saw(2010, 6000);
    expect(await end.between(0, 3000)).toEqual([{ seq: 2000, at: 6000 }]);
    await truncate(made.path, 0);
    await writeFile(made.path, "nonsense that is longer than one sample of sixteen bytes");
    await using nonsense = await ArrivalTimes.open(made.path);
    expect(await nonsense.between(0, 3000)).toEqual([]);
  });

  test("of bytes that are not kept are left out of the file in time", async () => {
    await using made = await openTimes();
    for (let seq = 1; seq <= 10_000; seq += 1) made.times.saw(seq, seq * 20);
    await made.times.between(0, 1);
    expect((await stat(made.path)).size).toBe(10_000 * 16);
    made.times.tidy(({ to }) => to > 9000);
    expect(await made.times.between(9000, 9002)).toEqual([
      { seq: 9000, at: 9001 * 20 },
      { seq: 9001, at: 9002 * 20 },
    ]);
    expect((await stat(made.path)).size).toBe(1000 * 16);
    // Soon after it is not worth the work.
    made.times.tidy(() => false);
    expect(await made.times.between(9000, 9001)).toHaveLength(1);
  });

  test("are kept as they are where there is no room to tidy them, and nobody hears of it", async () => {
    await using made = await openTimes();
    for (let seq = 1; seq <= 10_000; seq += 1) made.times.saw(seq, seq * 20);
    await made.times.between(0, 1);
    // Nothing can be opened under the name of what is to take its place.
    await mkdir(`${made.path}.new`);
    made.times.tidy(() => false);
    expect(await made.times.between(1, 3)).toHaveLength(2);
  });

  test("stay bounded however many there are, the newest as exact as ever", async () => {
    await using made = await openTimes();
    for (let seq = 1; seq <= 200_000; seq += 1) made.times.saw(seq, seq * 20);
    await made.times.between(0, 1);
    made.times.tidy(() => true);
    expect(await made.times.between(199_998, 200_000)).toEqual([
      { seq: 199_998, at: 199_999 * 20 },
      { seq: 199_999, at: 200_000 * 20 },
    ]);
    expect((await stat(made.path)).size).toBeLessThanOrEqual(1024 * 1024);
    const [old] = await made.times.between(100, 101);
    expect(Math.abs((old?.at ?? 0) - 101 * 20)).toBeLessThanOrEqual(400);
  });

  test("that came with a guest from elsewhere stand before those that were seen here", async () => {
    await using made = await openTimes();
    made.times.startOver(100);
    made.times.saw(110, 5000);
    expect(await made.times.between(0, 110)).toEqual([{ seq: 100, at: 5000 }]);
    await made.times.bringBefore([
      { seq: 50, at: 1000 },
      { seq: 100, at: 2000 },
    ]);
    expect(await made.times.between(0, 110)).toEqual([
      { seq: 0, at: 1000 },
      { seq: 50, at: 2000 },
      { seq: 100, at: 5000 },
    ]);
    expect(await made.times.before(100)).toEqual([
      { seq: 50, at: 1000 },
      { seq: 100, at: 2000 },
    ]);
    expect((await readFile(made.path)).length).toBe(3 * 16);
  });
});

describe("Samples of arrival", () => {
  const samplesOf = fc
    .array(fc.record({ step: fc.integer({ min: 1, max: 1000 }), at: fc.integer({ min: 1, max: 2 ** 47 }) }))
    .map((steps) => {
      let seq = 0;
      return steps.map(({ step, at }) => ({ seq: (seq += step), at }));
    });

  test("come back as they were written, and every changed byte is noticed", () => {
    fc.assert(
      fc.property(samplesOf, fc.nat(), fc.integer({ min: 1, max: 255 }), (samples, place, change) => {
        const bytes = encodeSamples(samples);
        expect(decodeSamples(bytes)).toEqual(samples);
        if (bytes.length === 0) return;
        const at = place % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ change, at);
        expect(decodeSamples(bytes)).toBeUndefined();
      }),
    );
  });

  test("give each byte the time of the first sample that ends behind it", () => {
    fc.assert(
      fc.property(samplesOf, fc.nat(2000), fc.integer({ min: 1, max: 2000 }), (samples, from, length) => {
        const arrivals = arrivalsOf(samples, from, from + length);
        for (let seq = from; seq < from + length; seq += 1) {
          const expected = samples.find((sample) => sample.seq > seq)?.at;
          if (expected === undefined) break;
          expect(arrivals.findLast((arrival) => arrival.seq <= seq)?.at).toBe(expected);
        }
      }),
    );
  });

  test("that are thinned end where they ended", () => {
    fc.assert(
      fc.property(samplesOf, (samples) => {
        const fewer = thinned(samples);
        expect(fewer.at(-1)).toEqual(samples.at(-1));
        expect(fewer.length).toBeLessThanOrEqual(samples.length);
      }),
    );
  });
});
