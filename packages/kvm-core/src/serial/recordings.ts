import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import type { Recording } from "../model/console-archive.ts";
import { GantryError } from "../model/error.ts";
import { CastFile } from "./cast-file.ts";
import { type CastPage, readCastPage } from "./cast-page.ts";
import { hasEnded, noRecording, stillRuns, tooManyRecordings } from "./recording-faults.ts";
import { readRecording, recordingPaths, type StoredRecording, writeRecording } from "./recording-file.ts";
import { type RecordedPort, RunningRecording, type RunningParts } from "./running-recording.ts";

const maxRecordings = 100;

/** What a new recording is to be. */
export interface RecordingOrder {
  readonly name: string;
  readonly by: string;
  readonly withInput: boolean;
  readonly size: { readonly cols: number; readonly rows: number };
  /** What stands on the screen when it begins, and the number of the byte that follows. */
  readonly screen: { readonly seq: number; readonly data: string };
}

/** The recordings of one instance, in a directory of their own. Those that run go on until they are stopped. */
export class Recordings implements AsyncDisposable {
  readonly #directory: string;
  readonly #onFault: (fault: unknown) => void;
  readonly #limits: RunningParts["limits"];
  readonly #all = new Map<string, StoredRecording>();
  readonly #running = new Map<string, RunningRecording>();

  private constructor({ directory, onFault, limits }: RecordingsOptions) {
    this.#directory = directory;
    this.#onFault = onFault;
    this.#limits = limits;
  }

  /** Reads what is there; nothing runs before {@link goOn}. What is damaged is left alone. */
  static async open(options: RecordingsOptions): Promise<Recordings> {
    const recordings = new Recordings(options);
    const names = await readdir(options.directory).catch(() => []);
    for (const name of names.filter((file) => file.endsWith(".json"))) {
      const stored = await readRecording(`${options.directory}/${name}`);
      if (stored !== undefined) recordings.#all.set(stored.recording.id, stored);
    }
    return recordings;
  }

  /** The newest first. */
  list(): Recording[] {
    return [...this.#all.keys()]
      .map((id) => this.#recording(id))
      .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  /** Goes on with those that have not ended and have a port now, on the port that it is now. */
  async goOn(portOf: (port: number) => RecordedPort | undefined): Promise<void> {
    for (const { id, port: index } of this.list().filter(({ endedAt }) => endedAt === undefined)) {
      const port = portOf(index);
      if (port === undefined || this.#running.get(id)?.port === port) continue;
      await this.#pause(id);
      const stored = this.#all.get(id);
      if (stored === undefined) continue;
      try {
        this.#running.set(id, await RunningRecording.resume(this.#parts(port), stored));
      } catch (error) {
        this.#onFault(error);
        await this.#giveUp(stored, GantryError.from(error).message);
      }
    }
  }

  /** @throws GantryError `wrong_state` when there are too many. */
  async start(port: RecordedPort, index: number, order: RecordingOrder): Promise<Recording> {
    if (this.#all.size >= maxRecordings) throw tooManyRecordings(maxRecordings);
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const { name, by, withInput, size, screen } = order;
    const recording: Recording = {
      id: randomBytes(8).toString("hex"),
      name,
      port: index,
      by,
      startedAt: new Date().toISOString(),
      from: screen.seq,
      ...size,
      withInput,
      markers: [],
    };
    const running = await RunningRecording.begin(this.#parts(port), recording, screen.data);
    this.#all.set(recording.id, running.stored);
    this.#running.set(recording.id, running);
    return recording;
  }

  /** @throws GantryError `not_found`, `wrong_state` when it has ended. */
  async stop(id: string): Promise<Recording> {
    await this.#runningOne(id).stop();
    return this.#recording(id);
  }

  /** @throws GantryError `not_found`, `wrong_state` when it has ended, `invalid_input` when it has too many markers. */
  async mark(id: string, label: string): Promise<Recording> {
    await this.#runningOne(id).mark(label);
    return this.#recording(id);
  }

  /** Something happened that is worth finding again in whatever is recorded on that port. Never fails. */
  note(label: string, port?: number): void {
    for (const running of this.#runningOn(port)) running.mark(label).catch(this.#onFault);
  }

  typed(port: number, keys: Uint8Array): void {
    for (const running of this.#runningOn(port)) running.typed(keys);
  }

  /** Renders what is recorded up to now. */
  async flush(port?: number): Promise<void> {
    await Promise.all(this.#runningOn(port).map((running) => running.flush()));
  }

  /** A page of one that has ended, as asciicast v2. @throws GantryError `not_found`, `wrong_state` while it runs. */
  async page(id: string, offset: number): Promise<{ recording: Recording } & CastPage> {
    const recording = this.#recording(id);
    if (recording.endedAt === undefined) throw stillRuns(recording);
    return { recording, ...(await readCastPage(recordingPaths(this.#directory, id).cast, offset)) };
  }

  /** Deletes one, also while it runs. @throws GantryError `not_found`. */
  async delete(id: string): Promise<void> {
    this.#recording(id);
    await this.#running.get(id)?.[Symbol.asyncDispose]();
    this.#running.delete(id);
    this.#all.delete(id);
    const { record, part, cast } = recordingPaths(this.#directory, id);
    for (const path of [record, part, cast]) await rm(path, { force: true });
    // Gone with the last one.
    await rmdir(this.#directory).catch(() => undefined);
  }

  /**
   * The instance has left this host: lets go of those that run, marked so. What cannot be rendered here any more, because
   * the ports are closed, is where the instance is.
   */
  async depart(label: string): Promise<void> {
    for (const [id, running] of this.#running) {
      const { port } = running;
      await running.flush().catch(() => undefined);
      await this.#pause(id);
      const stored = this.#all.get(id);
      if (stored === undefined) continue;
      const { recording } = stored;
      const marker = { seq: Math.max(port.seq, stored.renderedTo), at: Date.now(), label };
      await this.#write({ ...stored, recording: { ...recording, markers: [...recording.markers, marker] } });
    }
  }

  /** Everything that there is, to be taken elsewhere. Nothing may run. */
  get departed(): StoredRecording[] {
    return [...this.#all.values()];
  }

  /** A part of the file of one of {@link departed}. */
  async read({ recording: { id, endedAt } }: StoredRecording, offset: number): Promise<CastPage> {
    const { part, cast } = recordingPaths(this.#directory, id);
    return await readCastPage(endedAt === undefined ? part : cast, offset);
  }

  /** Takes a part of the file of a recording that comes from elsewhere. */
  async receive({
    id,
    offset,
    text,
  }: {
    readonly id: string;
    readonly offset: number;
    readonly text: string;
  }) {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await using file = await CastFile.open(recordingPaths(this.#directory, id).incoming, offset);
    await file.append([text]);
  }

  /** All of its file is here: it goes on here. One that is here already and has come further stays. */
  async adopt(stored: StoredRecording): Promise<void> {
    const { id, endedAt } = stored.recording;
    const { incoming, part, cast } = recordingPaths(this.#directory, id);
    const own = this.#running.get(id)?.stored ?? this.#all.get(id);
    if (own !== undefined && own.renderedTo >= stored.renderedTo) return await rm(incoming, { force: true });
    // Not opened, and refused, when a part is missing.
    await using file = await CastFile.open(incoming, stored.castBytes);
    if (own !== undefined) await this.delete(id);
    await file.sync();
    await rename(incoming, endedAt === undefined ? part : cast);
    await this.#write(stored);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush().catch(this.#onFault);
    for (const id of this.#running.keys()) await this.#pause(id);
  }

  async #pause(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running === undefined) return;
    await running[Symbol.asyncDispose]();
    this.#all.set(id, running.stored);
    this.#running.delete(id);
  }

  async #write(stored: StoredRecording): Promise<void> {
    await writeRecording(recordingPaths(this.#directory, stored.recording.id).record, stored);
    this.#all.set(stored.recording.id, stored);
  }

  #parts(port: RecordedPort): RunningParts {
    const onEnd = ({ id }: Recording) => {
      const ended = this.#running.get(id);
      if (ended === undefined) return;
      this.#all.set(id, ended.stored);
      this.#running.delete(id);
    };
    const { limits } = { limits: this.#limits };
    return { directory: this.#directory, port, onEnd, onFault: this.#onFault, ...(limits && { limits }) };
  }

  #runningOn(port: number | undefined): RunningRecording[] {
    const all = [...this.#running.values()];
    return port === undefined ? all : all.filter(({ recording }) => recording.port === port);
  }

  /** @throws GantryError `not_found` */
  #recording(id: string): Recording {
    const found = this.#running.get(id)?.recording ?? this.#all.get(id)?.recording;
    if (found !== undefined) return found;
    throw noRecording(id);
  }

  #runningOne(id: string): RunningRecording {
    const recording = this.#recording(id);
    const running = this.#running.get(id);
    if (running !== undefined) return running;
    throw hasEnded(recording);
  }

  async #giveUp(stored: StoredRecording, reason: string): Promise<void> {
    const recording = {
      ...stored.recording,
      to: stored.renderedTo,
      endedAt: new Date().toISOString(),
      reason,
    };
    const { part, cast } = recordingPaths(this.#directory, recording.id);
    await rename(part, cast).catch(() => undefined);
    await this.#write({ ...stored, recording });
  }
}

/** Options of {@link Recordings.open}. */
export interface RecordingsOptions {
  /** Made when the first recording starts. */
  readonly directory: string;
  /** Told of what goes wrong behind the scenes. */
  readonly onFault: (fault: unknown) => void;
  readonly limits?: RunningParts["limits"];
}
