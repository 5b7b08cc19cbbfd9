import { crc32 } from "node:zlib";
import type { Arrival } from "../model/console-archive.ts";

/** At `at` (milliseconds since 1970) the log was first seen to end at byte `seq`. 0: nobody knows when. */
export interface ArrivalSample {
  readonly seq: number;
  readonly at: number;
}

/** Each sample takes this many bytes in a file: two numbers of 6 bytes, big end first, and their CRC-32. */
export const sampleBytes = 16;
const numbersBytes = 12;

export function encodeSamples(samples: readonly ArrivalSample[]): Buffer {
  const bytes = Buffer.alloc(samples.length * sampleBytes);
  for (const [index, { seq, at }] of samples.entries()) {
    const place = index * sampleBytes;
    bytes.writeUIntBE(seq, place, 6);
    bytes.writeUIntBE(Math.round(at), place + 6, 6);
    bytes.writeUInt32BE(crc32(bytes.subarray(place, place + numbersBytes)), place + numbersBytes);
  }
  return bytes;
}

/** Undefined when any of them is damaged or they go back. What is left of a sample at the end is not looked at. */
export function decodeSamples(bytes: Buffer): ArrivalSample[] | undefined {
  const samples: ArrivalSample[] = [];
  for (let place = 0; place + sampleBytes <= bytes.length; place += sampleBytes) {
    if (bytes.readUInt32BE(place + numbersBytes) !== crc32(bytes.subarray(place, place + numbersBytes)))
      return undefined;
    const sample = { seq: bytes.readUIntBE(place, 6), at: bytes.readUIntBE(place + 6, 6) };
    if (sample.seq < (samples.at(-1)?.seq ?? 0)) return undefined;
    samples.push(sample);
  }
  return samples;
}

/**
 * When the bytes `from` up to before `to` came: each sample speaks of the bytes after the one before it.
 *
 * @param samples the first one may end before `from`; a byte that lies before all of them came with the first.
 */
export function arrivalsOf(samples: readonly ArrivalSample[], from: number, to: number): Arrival[] {
  const arrivals: Arrival[] = [];
  let start = 0;
  for (const { seq, at } of samples) {
    if (seq > from && start < to && at > 0) arrivals.push({ seq: Math.max(start, from), at });
    start = seq;
  }
  return arrivals;
}

/** Fewer samples that say the same, less exactly of what is old: of all but the newest half, each second one. */
export function thinned(samples: readonly ArrivalSample[]): ArrivalSample[] {
  const older = Math.floor(samples.length / 2);
  return samples.filter((_, index) => index >= older || index % 2 === 1);
}
