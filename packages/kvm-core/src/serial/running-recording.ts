import { access, rename } from "node:fs/promises";
import { TextDecoder } from "node:util";
import { castHeaderLine, castLine } from "../model/asciicast.ts";
import type { Recording } from "../model/console-archive.ts";
import { GantryError } from "../model/error.ts";
import { CastFile } from "./cast-file.ts";
import { tooManyMarkers } from "./recording-faults.ts";
import { recordingPaths, type StoredRecording, writeRecording } from "./recording-file.ts";
import { type RenderedPort, RecordingRenderer } from "./recording-renderer.ts";
import type { SerialPort } from "./serial-port.ts";
import { Turns } from "./turns.ts";

/** A recording that becomes longer ends by itself. */
const longest = { bytes: 64 * 1024 * 1024, ms: 24 * 60 * 60 * 1000 };
const maxMarkers = 1000;
/** Rendered in lots of this size; what is not rendered yet is held in the console's log. */
const lotBytes = 1024 * 1024;

/** What a recording needs of its port. */
export type RecordedPort = RenderedPort &
  Pick<SerialPort, "seq" | "settle" | "hold" | "onData" | "onBoot"> & {
    readonly past: Pick<SerialPort["past"], "settled">;
  };

/** What a running recording is made of. */
export interface RunningParts {
  readonly directory: string;
  readonly port: RecordedPort;
  /** Told when it has ended, asked or not. */
  readonly onEnd: (ended: Recording) => void;
  readonly onFault: (fault: unknown) => void;
  readonly limits?: { readonly bytes: number; readonly ms: number };
}

/**
 * A recording while it runs. Its file is always the beginning of what it will be, and its record says how far, so that
 * the next agent after one that was killed goes on without a byte lost or repeated.
 */
export class RunningRecording implements AsyncDisposable {
  readonly #parts: RunningParts;
  readonly #paths: ReturnType<typeof recordingPaths>;
  readonly #file: CastFile;
  readonly #renderer: RecordingRenderer;
  readonly #turns = new Turns();
  readonly #following = new DisposableStack();
  readonly #keys = new TextDecoder();
  #stored: StoredRecording;
  #hold: Disposable;
  #isFlushing = false;

  private constructor(parts: RunningParts, stored: StoredRecording, file: CastFile) {
    this.#parts = parts;
    this.#paths = recordingPaths(parts.directory, stored.recording.id);
    this.#file = file;
    this.#stored = stored;
    this.#renderer = new RecordingRenderer(parts.port, stored);
    this.#hold = this.#holdRest();
    this.#follow();
  }

  /** Begins one. `screen` paints what stands on the screen at that moment. */
  static async begin(parts: RunningParts, recording: Recording, screen: string): Promise<RunningRecording> {
    const { part, record } = recordingPaths(parts.directory, recording.id);
    const file = await CastFile.open(part, 0);
    try {
      const { cols, rows, startedAt, name, from } = recording;
      const header = castHeaderLine({ cols, rows, startedAt: Date.parse(startedAt), title: name });
      await file.append([header, ...(screen === "" ? [] : [castLine([0, "o", screen])])]);
      const rendered = { renderedTo: from, castBytes: file.length, seconds: 0, markersRendered: 0 };
      const stored = { recording, ...rendered };
      await writeRecording(record, stored);
      return new RunningRecording(parts, stored, file);
    } catch (error) {
      await file[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Goes on with one. @throws GantryError `state_damaged` when its file is not what it was. */
  static async resume(parts: RunningParts, stored: StoredRecording): Promise<RunningRecording> {
    const { part, cast } = recordingPaths(parts.directory, stored.recording.id);
    // Its agent was killed when the file was whole and its record did not say so yet.
    if (await exists(cast)) await rename(cast, part);
    return new RunningRecording(parts, stored, await CastFile.open(part, stored.castBytes));
  }

  get recording(): Recording {
    return this.#stored.recording;
  }

  get port(): RecordedPort {
    return this.#parts.port;
  }

  /** As its record is, once {@link flush} or disposal has resolved. */
  get stored(): StoredRecording {
    return this.#stored;
  }

  /** Marks this moment, or the byte `place`. @throws GantryError `invalid_input` when there are too many. */
  async mark(label: string, place?: number): Promise<void> {
    const at = Date.now();
    await this.#turns.take(async () => {
      if (this.#hasEnded) return;
      const seq = Math.max(place ?? (await this.#parts.port.settle()), this.#stored.renderedTo);
      const { markers } = this.recording;
      if (markers.length >= maxMarkers) throw tooManyMarkers(this.recording, maxMarkers);
      await this.#store({ recording: { ...this.recording, markers: [...markers, { seq, at, label }] } });
      this.#renderer.put({ seq, at, text: label, isMarker: true });
    });
  }

  /** Notes keystrokes, if they are to be in it. */
  typed(keys: Uint8Array): void {
    if (!this.recording.withInput || this.#hasEnded) return;
    const text = this.#keys.decode(keys, { stream: true });
    this.#renderer.put({ seq: this.#parts.port.seq, at: Date.now(), text, isMarker: false });
    this.#flushSoon();
  }

  /** Renders everything up to now. */
  async flush(): Promise<void> {
    await this.#turns.take(() => this.#flush());
  }

  /** Ends it with all that there is. @param reason why, when nobody wished it. */
  async stop(reason?: string): Promise<void> {
    await this.#turns.take(async () => {
      await this.#flush();
      if (!this.#hasEnded) await this.#end(reason);
    });
  }

  /** Lets go of it; it can be resumed. Twice is no more than once. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#following.disposed) return;
    this.#letGo();
    await this.#turns.take(() => this.#file[Symbol.asyncDispose]());
  }

  get #hasEnded(): boolean {
    return this.recording.endedAt !== undefined;
  }

  get #limits() {
    return this.#parts.limits ?? longest;
  }

  #follow(): void {
    const { port, onFault } = this.#parts;
    const onData = () => {
      if (port.seq - this.#stored.renderedTo >= lotBytes) this.#flushSoon();
    };
    this.#following.use(port.onData(onData));
    this.#following.use(port.onBoot(({ n, seq }) => void this.mark(`boot ${n}`, seq).catch(onFault)));
    const left = Date.parse(this.recording.startedAt) + this.#limits.ms - Date.now();
    const timer = setTimeout(() => void this.stop("It ran for 24 hours.").catch(onFault), Math.max(0, left));
    timer.unref();
    this.#following.defer(() => clearTimeout(timer));
  }

  #letGo(): void {
    this.#following.dispose();
    this.#hold[Symbol.dispose]();
  }

  #flushSoon(): void {
    if (this.#isFlushing || this.#following.disposed) return;
    this.#isFlushing = true;
    this.flush()
      .catch(this.#parts.onFault)
      .finally(() => (this.#isFlushing = false));
  }

  /** Only within a turn. */
  async #flush(): Promise<void> {
    const { port } = this.#parts;
    const { renderedTo } = this.#stored;
    const limit = this.recording.from + this.#limits.bytes;
    const end = Math.min(await port.settle(), limit);
    // After a move the older bytes come a moment later than the guest.
    if (port.keptFrom(renderedTo) > renderedTo) await port.past.settled();
    let hasMore = !this.#hasEnded;
    while (hasMore) hasMore = await this.#renderLot(end);
    if (!this.#hasEnded && this.#stored.renderedTo === limit) {
      await this.#end(`It reached ${this.#limits.bytes / 1024 / 1024} MiB.`);
    }
  }

  /** @returns whether there is more before `end`. */
  async #renderLot(end: number): Promise<boolean> {
    const { renderedTo: from } = this.#stored;
    const { lines, ...rendered } = await this.#renderer.next(Math.min(end, from + lotBytes));
    if (lines.length === 0 && rendered.renderedTo === from) return false;
    try {
      await this.#file.append(lines);
      await this.#store({ ...rendered, castBytes: this.#file.length });
    } catch (error) {
      await this.#end(reasonOf(error));
      return false;
    }
    const old = this.#hold;
    this.#hold = this.#holdRest();
    old[Symbol.dispose]();
    return true;
  }

  async #end(reason: string | undefined): Promise<void> {
    const ended = { ...this.recording, to: this.#stored.renderedTo, endedAt: new Date().toISOString() };
    const recording = { ...ended, ...(reason !== undefined && { reason }) };
    this.#stored = { ...this.#stored, recording };
    this.#letGo();
    try {
      await using file = this.#file;
      await file.sync();
      await rename(this.#paths.part, this.#paths.cast);
    } finally {
      this.#parts.onEnd(recording);
    }
    // Without room for it the next agent goes on with the recording: nothing of it is lost.
    await writeRecording(this.#paths.record, this.#stored).catch(this.#parts.onFault);
  }

  async #store(change: Partial<StoredRecording>): Promise<void> {
    const stored = { ...this.#stored, ...change };
    await writeRecording(this.#paths.record, stored);
    this.#stored = stored;
  }

  #holdRest(): Disposable {
    // When it breaks the file says what is missing.
    return this.#parts.port.hold({ from: this.#stored.renderedTo, onBroken: () => undefined });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOSPC" || code === "EDQUOT"
    ? "The disk is full."
    : `It could not be written: ${GantryError.from(error).message}`;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
