/** How long rows are kept, in milliseconds. */
const keptMs = 3_600_000;
/** An hour at one row each two seconds. */
const mostRows = 1_800;
const fewestRows = 32;

/** Rows of a ring: times, and one column for each quantity, `null` where it was not known. */
export interface Rows {
  readonly at: number[];
  readonly columns: (number | null)[][];
}

/**
 * The last hour of some quantities. A row costs four bytes and four more for each quantity; memory is taken as rows come
 * and given back as they grow old. Single precision carries seven digits, enough for anything that is drawn.
 */
export class SeriesRing {
  readonly #width: number;
  #rows = fewestRows;
  #first = 0;
  #count = 0;
  /** Time of the newest row in full. The others are kept modulo 2^32 ms, which an hour never exceeds. */
  #newest = 0;
  #times = new Uint32Array(fewestRows);
  #values: Float32Array;

  /** @param width how many quantities a row has. */
  constructor(width: number) {
    this.#width = width;
    this.#values = new Float32Array(fewestRows * width);
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes that its rows take. */
  get bytes(): number {
    return this.#times.byteLength + this.#values.byteLength;
  }

  /** Adds a row; NaN is what is not known. Rows older than an hour, and those that do not fit, go. */
  append(at: number, values: readonly number[]): void {
    this.#forget(at - keptMs);
    if (this.#count === this.#rows || (this.#rows > fewestRows && this.#count * 4 < this.#rows))
      this.#resize();
    if (this.#count === this.#rows) this.#drop();
    const row = (this.#first + this.#count) % this.#rows;
    this.#count += 1;
    this.#newest = at;
    this.#times[row] = at % 2 ** 32;
    for (let column = 0; column < this.#width; column += 1)
      this.#values[row * this.#width + column] = values[column] ?? Number.NaN;
  }

  /** Adds a row in which nothing is known, unless the newest is one already. */
  gap(at: number): void {
    if (this.#count === 0 || this.#isGap(this.#count - 1)) return;
    this.append(at, []);
  }

  /** Rows of the hour before `now` that are later than `since`. */
  after(since: number, now: number): Rows {
    const from = Math.max(since, now - keptMs);
    const at: number[] = [];
    const columns: (number | null)[][] = Array.from({ length: this.#width }, () => []);
    for (let index = 0; index < this.#count; index += 1) {
      const time = this.#timeOf(index);
      if (time <= from) continue;
      at.push(time);
      for (const [column, values] of columns.entries()) values.push(this.#valueOf(index, column));
    }
    return { at, columns };
  }

  /** The newest row: its time and values, `null` where not known. */
  newest(): { readonly at: number; readonly values: (number | null)[] } | undefined {
    if (this.#count === 0) return undefined;
    const row = this.#count - 1;
    const values = Array.from({ length: this.#width }, (_, column) => this.#valueOf(row, column));
    return { at: this.#newest, values };
  }

  #forget(before: number): void {
    while (this.#count > 0 && this.#timeOf(0) < before) this.#drop();
  }

  #drop(): void {
    this.#first = (this.#first + 1) % this.#rows;
    this.#count -= 1;
  }

  /** Moves the rows into memory of the fitting size, the oldest first. */
  #resize(): void {
    const rows = Math.min(mostRows, Math.max(fewestRows, this.#count * 2));
    if (rows === this.#rows) return;
    const times = new Uint32Array(rows);
    const values = new Float32Array(rows * this.#width);
    for (let index = 0; index < this.#count; index += 1) {
      const row = (this.#first + index) % this.#rows;
      times[index] = this.#times[row] ?? 0;
      values.set(this.#values.subarray(row * this.#width, (row + 1) * this.#width), index * this.#width);
    }
    this.#times = times;
    this.#values = values;
    this.#rows = rows;
    this.#first = 0;
  }

  #timeOf(index: number): number {
    const low = this.#times[(this.#first + index) % this.#rows] ?? 0;
    return this.#newest - (((this.#newest % 2 ** 32) - low + 2 ** 32) % 2 ** 32);
  }

  #valueOf(index: number, column: number): number | null {
    const value = this.#values[((this.#first + index) % this.#rows) * this.#width + column];
    // Of a fraction seven digits are known; more would only make answers longer.
    if (value === undefined || Number.isNaN(value)) return null;
    return Number.isInteger(value) ? value : Number(value.toPrecision(7));
  }

  #isGap(index: number): boolean {
    for (let column = 0; column < this.#width; column += 1)
      if (this.#valueOf(index, column) !== null) return false;
    return true;
  }
}
