import { CastLines, wholeCharacters } from "./cast-lines.ts";
import type { StoredRecording } from "./recording-file.ts";
import type { SerialPort } from "./serial-port.ts";

const chunkBytes = 256 * 1024;

/** What is rendered. */
export type RenderedPort = Pick<SerialPort, "read" | "keptFrom" | "arrivals">;

/** A marker, or what was typed, at its place among the guest's bytes. */
export interface Happening {
  readonly seq: number;
  readonly at: number;
  readonly text: string;
  readonly isMarker: boolean;
}

/** How far a recording is rendered. */
type Progress = Pick<StoredRecording, "renderedTo" | "seconds" | "markersRendered">;

/** Turns a console's bytes, and what happened between them, into the lines of a recording, lot by lot. */
export class RecordingRenderer {
  readonly #port: RenderedPort;
  readonly #lines: CastLines;
  readonly #waiting: Happening[];
  #renderedTo: number;
  #markersRendered: number;

  /** Goes on where `stored` says. */
  constructor(port: RenderedPort, { recording, renderedTo, seconds, markersRendered }: StoredRecording) {
    this.#port = port;
    this.#lines = new CastLines({ startedAt: Date.parse(recording.startedAt), seconds });
    this.#renderedTo = renderedTo;
    this.#markersRendered = markersRendered;
    const markers = recording.markers.slice(markersRendered);
    this.#waiting = markers.map(({ seq, at, label }) => ({ seq, at, text: label, isMarker: true }));
  }

  /** Something happened, not before what is rendered. */
  put(happening: Happening): void {
    this.#waiting.push(happening);
  }

  /** The next lines, of the bytes before `to`: whole characters only, so that whoever goes on begins with one. */
  async next(to: number): Promise<{ lines: string[] } & Progress> {
    const lines: string[] = [];
    this.#waiting.sort((a, b) => a.seq - b.seq);
    let hasMore = true;
    while (hasMore) {
      for (let due = this.#due(); due !== undefined; due = this.#due()) lines.push(this.#lineOf(due));
      hasMore = this.#renderedTo < to && (await this.#render(to, lines));
    }
    const seconds = this.#lines.seconds;
    return { lines, renderedTo: this.#renderedTo, seconds, markersRendered: this.#markersRendered };
  }

  /** What happened at the byte that is reached. */
  #due(): Happening | undefined {
    const [first] = this.#waiting;
    return first !== undefined && first.seq <= this.#renderedTo ? this.#waiting.shift() : undefined;
  }

  #lineOf(due: Happening): string {
    if (!due.isMarker) return this.#lines.keys(due);
    this.#markersRendered += 1;
    return this.#lines.marker({ at: due.at, label: due.text });
  }

  /** @returns whether it came on. */
  async #render(to: number, lines: string[]): Promise<boolean> {
    const before = this.#renderedTo;
    const kept = Math.min(this.#port.keptFrom(before), to);
    this.#renderedTo = kept;
    if (kept > before) lines.push(this.#lines.missing(kept - before));
    if (kept === to) return true;
    const until = Math.min(to, this.#waiting[0]?.seq ?? to);
    const read = await this.#port.read(kept, Math.min(until - kept, chunkBytes));
    const isBeforeHappening = this.#waiting[0]?.seq === kept + read.length;
    const bytes = isBeforeHappening ? read : read.subarray(0, wholeCharacters(read));
    if (bytes.length === 0) return kept > before;
    const arrivals = await this.#port.arrivals(kept, kept + bytes.length);
    lines.push(...this.#lines.output(kept, bytes, arrivals));
    this.#renderedTo = kept + bytes.length;
    return true;
  }
}
