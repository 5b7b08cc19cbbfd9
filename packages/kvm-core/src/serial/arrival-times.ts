import { constants } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import type { Arrival } from "../model/console-archive.ts";
import {
  type ArrivalSample,
  arrivalsOf,
  decodeSamples,
  encodeSamples,
  sampleBytes,
  thinned,
} from "./arrival-samples.ts";
import type { ByteRange } from "./byte-ranges.ts";
import { Turns } from "./turns.ts";

/** Bytes that come closer to each other than this, in milliseconds, came at the same time. */
const togetherMs = 10;
/** Samples reach the disk this long after they were taken: an agent that is killed loses no more. */
const writeAfterMs = 1000;
/** 2 MiB of samples; when there are more, those of long ago get fewer. */
const maxSamples = 128 * 1024;
/** So many of the newest samples stay in memory, for who asks where the log ended a moment ago. */
const recentSamples = 32;
/** A file of fewer is not worth to be made anew. */
const leastTidied = 4096;
const nothingSeen = { count: 0, last: { seq: 0, at: 0 } };

/** Bytes that come together with its last one are counted in. */
interface GrowingSample {
  seq: number;
  readonly at: number;
}

/**
 * When the bytes of a console were first seen: samples in a file beside the log. They are a help and no more: whatever
 * happens to the file, all that is lost are times.
 */
export class ArrivalTimes implements AsyncDisposable {
  readonly #path: string;
  readonly #turns = new Turns();
  #file: FileHandle;
  /** Samples in the file. */
  #count: number;
  #tidyAt = leastTidied;
  #last: ArrivalSample;
  #waiting: GrowingSample[] = [];
  readonly #recent: GrowingSample[] = [];
  #timer: NodeJS.Timeout | undefined;

  private constructor(
    path: string,
    file: FileHandle,
    { count, last }: { count: number; last: ArrivalSample },
  ) {
    this.#path = path;
    this.#file = file;
    this.#count = count;
    this.#last = last;
  }

  static async open(path: string): Promise<ArrivalTimes> {
    const file = await openSamples(path);
    const count = Math.floor((await file.stat()).size / sampleBytes);
    const last = (await readSamples(file, Math.max(0, count - 1), count))?.at(-1);
    if (last === undefined) await file.truncate(0).catch(() => undefined);
    return new ArrivalTimes(path, file, last === undefined ? nothingSeen : { count, last });
  }

  /** All bytes before this number were seen already. */
  get reached(): number {
    return this.#last.seq;
  }

  /**
   * The log ends at `seq` and was written to last at `at`, as is found when one begins to follow it. How long the bytes
   * of a log without any samples have been there nobody knows.
   */
  begin(seq: number, at: number): void {
    if (seq < this.#last.seq) this.startOver(seq);
    else this.saw(seq, this.#last.seq === 0 ? 0 : Math.max(at, this.#last.at));
  }

  /** Forgets everything. Of the bytes before `seq` no time is known. */
  startOver(seq: number): void {
    this.#waiting = [];
    this.#count = 0;
    this.#last = nothingSeen.last;
    void this.#turns.take(() => this.#file.truncate(0));
    this.saw(seq, 0);
  }

  /** The log was seen to end at `seq`. */
  saw(seq: number, at = Date.now()): void {
    if (seq <= this.#last.seq) return;
    const newest = this.#waiting.at(-1);
    if (newest !== undefined && Math.abs(at - newest.at) < togetherMs) newest.seq = seq;
    else this.#begin({ seq, at });
    this.#last = { seq, at: this.#waiting.at(-1)?.at ?? at };
    this.#timer ??= setTimeout(() => void this.#turns.take(() => this.#write()), writeAfterMs).unref();
  }

  /** All bytes before this number had been seen at `at`. Of what is long ago it is the oldest that is remembered. */
  reachedAt(at: number): number {
    const seen = this.#recent.findLast((sample) => sample.at <= at) ?? this.#recent[0];
    return seen?.seq ?? this.reached;
  }

  /** When the bytes `from` up to before `to` came. The first covers `from`; none when that is not known. */
  async between(from: number, to: number): Promise<Arrival[]> {
    return await this.#turns.take(async () => {
      await this.#write();
      const [first, last] = [await this.#firstBeyond(from), await this.#firstBeyond(to - 1)];
      if (first === undefined || last === undefined) return [];
      const samples = await readSamples(this.#file, Math.max(0, first - 1), Math.min(last + 1, this.#count));
      return samples === undefined ? [] : arrivalsOf(samples, from, to);
    });
  }

  /** Leaves out what speaks of no byte that is kept, once that may be much. */
  tidy(isKept: (range: ByteRange) => boolean): void {
    if (this.#count < this.#tidyAt) return;
    this.#tidyAt = Number.POSITIVE_INFINITY;
    void this.#turns.take(async () => {
      const samples = (await readSamples(this.#file, 0, this.#count)) ?? [];
      const isNewest = (index: number) => index === samples.length - 1;
      let kept = samples.filter(
        ({ seq }, index) => isNewest(index) || isKept({ from: samples[index - 1]?.seq ?? 0, to: seq }),
      );
      while (kept.length > maxSamples / 2) kept = thinned(kept);
      await this.#replace(kept);
    });
  }

  /** Samples that were taken elsewhere take the place of what is known here of the same bytes. */
  async bringBefore(samples: readonly ArrivalSample[]): Promise<void> {
    const end = samples.at(-1)?.seq ?? 0;
    await this.#turns.take(async () => {
      await this.#write();
      const own = (await readSamples(this.#file, 0, this.#count)) ?? [];
      const newer = own.filter(({ seq }) => seq > end);
      await this.#replace([...samples, ...newer]);
    });
  }

  /** All samples of bytes before `end`; none when they are damaged. */
  async before(end: number): Promise<ArrivalSample[]> {
    return await this.#turns.take(async () => {
      await this.#write();
      const all = (await readSamples(this.#file, 0, this.#count)) ?? [];
      return all.filter(({ seq }) => seq <= end);
    });
  }

  /** Writes what waits and lets go. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turns.take(async () => {
      await this.#write();
      await this.#file.close();
    });
  }

  #begin(sample: GrowingSample): void {
    this.#waiting.push(sample);
    this.#recent.push(sample);
    if (this.#recent.length > recentSamples) this.#recent.shift();
  }

  /** Within a turn. What cannot be written is let go: times are not worth an error. */
  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    try {
      // At its place and not at the end: half a sample that a crash or a full disk left is written over.
      const place = this.#count * sampleBytes;
      const { bytesWritten } = await this.#file.write(encodeSamples(waiting), 0, null, place);
      this.#count += Math.floor(bytesWritten / sampleBytes);
    } catch {
      return;
    }
  }

  /** Index of the first sample in the file that ends beyond byte `seq`; undefined when a damaged one was met. */
  async #firstBeyond(seq: number): Promise<number | undefined> {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const sample = (await readSamples(this.#file, middle, middle + 1))?.[0];
      if (sample === undefined) return undefined;
      if (sample.seq > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  async #replace(samples: readonly ArrivalSample[]): Promise<void> {
    this.#tidyAt = Math.min(2 * samples.length + leastTidied, maxSamples);
    const next = `${this.#path}.new`;
    const file = await openSamples(next);
    try {
      await file.truncate(0);
      await file.write(encodeSamples(samples), 0, null, 0);
      await rename(next, this.#path);
    } catch (error) {
      await file.close();
      throw error;
    }
    const old = this.#file;
    this.#file = file;
    this.#count = samples.length;
    await old.close();
  }
}

async function openSamples(path: string): Promise<FileHandle> {
  return await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
}

/** Samples number `from` up to before `to`; undefined when they are damaged. */
async function readSamples(file: FileHandle, from: number, to: number): Promise<ArrivalSample[] | undefined> {
  const bytes = Buffer.alloc((to - from) * sampleBytes);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from * sampleBytes);
  return bytesRead === bytes.length ? decodeSamples(bytes) : undefined;
}
