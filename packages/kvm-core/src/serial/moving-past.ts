import { stat } from "node:fs/promises";
import type { ArrivalSample } from "./arrival-samples.ts";
import type { ArrivalTimes } from "./arrival-times.ts";
import { type ByteRange, merged, without } from "./byte-ranges.ts";
import { notAwaited, tailTooLong } from "./faults.ts";
import type { NumberedLog } from "./numbered-log.ts";
import type { SerialBoot } from "./port-record.ts";
import type { Turns } from "./turns.ts";

/** What of a guest's past travels with it. */
export interface ImportedPast {
  /** Number of the byte the guest writes next. */
  readonly seq: number;
  readonly boot: number;
  /** The newest bytes before `seq`. */
  readonly tail: Uint8Array;
}

/** What is known of the past before the tail, besides its bytes. */
export interface OlderPast {
  /** The bytes that are kept. */
  readonly kept: readonly ByteRange[];
  readonly boots: readonly SerialBoot[];
  readonly samples: readonly ArrivalSample[];
}

/** How long a source may take, in milliseconds, before nobody waits for what it still has. */
const awaitedMs = 30_000;

/** The past of a console on its way from one host to another. Numbers, boots and times are the same on both. */
export class MovingPast {
  readonly #log: NumberedLog;
  readonly #times: ArrivalTimes;
  readonly #turns: Turns;
  readonly #onChange: () => void;
  #arriving = Promise.resolve();
  #arrived = () => undefined as void;

  /** @param parts `onChange` is told, within a turn, that other bytes are kept than before. */
  constructor(parts: { log: NumberedLog; times: ArrivalTimes; turns: Turns; onChange: () => void }) {
    this.#log = parts.log;
    this.#times = parts.times;
    this.#turns = parts.turns;
    this.#onChange = parts.onChange;
  }

  /** Whether the log that is open is the one that its name leads to, to which the next QEMU will append. */
  async isInPlace(): Promise<boolean> {
    const [named, open] = await Promise.all([
      stat(this.#log.path).catch(() => undefined),
      stat(this.#log.watchPath),
    ]);
    return named?.ino === open.ino && named.dev === open.dev;
  }

  /** The newest bytes, at most `maxBytes`, that nothing is missing of. */
  async newest(maxBytes: number): Promise<{ readonly from: number; readonly bytes: Uint8Array }> {
    return await this.#turns.take(async () => {
      const { seq } = this.#log;
      let from = this.#log.keptFrom(seq - maxBytes);
      while (this.#log.keptTo(from) < seq) from = this.#log.keptFrom(this.#log.keptTo(from));
      return { from, bytes: await this.#log.read(from, seq - from) };
    });
  }

  /** What is known of the bytes before `end`, and which of them are kept. */
  async before(end: number): Promise<OlderPast> {
    const samples = await this.#times.before(this.#log.seq);
    const { base, holes, boots } = this.#log.record;
    return { kept: without([{ from: base, to: end }], holes), boots, samples };
  }

  /**
   * Takes over what the guest wrote elsewhere, before it runs here; whatever was here is gone. The log gets a hole as
   * long as everything before the tail, so that older bytes can be brought to their place while the guest writes on.
   */
  async begin({ seq, boot, tail }: ImportedPast): Promise<void> {
    const from = seq - tail.length;
    if (from < 0) throw tailTooLong(seq, tail.length);
    const boots = boot === 0 ? [] : [{ n: boot, seq: from, at: new Date().toISOString() }];
    const newest = { from, bytes: tail };
    await this.#turns.take(async () => {
      try {
        const holes = merged([{ from: 0, to: from }]);
        await this.#log.startOver({ base: 0, holes, boots, awaited: from }, newest);
      } catch {
        // Too long a file for this file system: without the hole, and without what could come into it.
        await this.#log.startOver({ base: from, holes: [], boots, awaited: null }, newest);
      }
      this.#times.startOver(seq);
      this.#onChange();
    });
    this.#await();
  }

  /** Takes a part of what the guest wrote before. It can be read once {@link end} has said so. */
  async bring(from: number, bytes: Uint8Array): Promise<void> {
    await this.#turns.take(async () => {
      const { awaited } = this.#log.record;
      // Said again after it was complete.
      if (awaited === null) return;
      if (from + bytes.length > awaited) throw notAwaited(from + bytes.length, awaited);
      await this.#log.fill(from, bytes);
    });
  }

  /** All that will come of the past has come. */
  async end({ kept, boots, samples }: OlderPast): Promise<void> {
    await this.#turns.take(async () => {
      const { awaited, holes, boots: own } = this.#log.record;
      if (awaited === null) return;
      const brought = kept.map(({ from, to }) => ({ from, to: Math.min(to, awaited) }));
      const newer = own.filter(({ n }) => boots.every((other) => other.n !== n));
      await this.#log.sync();
      await this.#log.revise({
        holes: without(holes, brought),
        boots: [...boots, ...newer].sort((a, b) => a.n - b.n),
        awaited: null,
      });
      await this.#times.bringBefore(samples);
      this.#onChange();
    });
    this.#arrived();
  }

  /** Resolves once nothing more of the past is expected, or it is late. */
  async settled(): Promise<void> {
    await this.#arriving;
  }

  #await(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, awaitedMs).unref();
    this.#arriving = promise;
    this.#arrived = () => {
      clearTimeout(timer);
      resolve();
    };
  }
}
