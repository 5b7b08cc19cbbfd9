import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Spare FIFOs that are kept, and how few are left when more are made. */
const full = 16;
const low = 8;

/** Makes a FIFO, readable and writable by its owner only, at each path. Node cannot: it is a process of its own. */
export async function makeFifos(paths: readonly string[]): Promise<void> {
  await run("mkfifo", ["--mode=600", ...paths]);
}

/**
 * FIFOs made in advance. The start of an instance needs one for each serial port, and waiting for a process that makes
 * it took a tenth of the whole start; moving one that is there takes nothing.
 *
 * One for each directory; the FIFOs go where `take` is asked to put them, on the same file system.
 */
export class FifoStock implements AsyncDisposable {
  readonly #directory: string;
  readonly #spares: string[];
  #filling: Promise<void> | undefined;

  private constructor(directory: string, spares: string[]) {
    this.#directory = directory;
    this.#spares = spares;
  }

  /** Goes on with the spares that a former stock in `directory` has left. */
  static async open(directory: string): Promise<FifoStock> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const spares = (await readdir(directory)).map((name) => join(directory, name));
    const stock = new FifoStock(directory, spares);
    stock.#fill();
    return stock;
  }

  /** Puts a FIFO at `path`, where nothing may be. */
  async take(path: string): Promise<void> {
    const spare = this.#spares.pop();
    this.#fill();
    if (spare === undefined || !(await moved(spare, path))) await makeFifos([path]);
  }

  /** Waits for what is being made: after it nothing is written any more. What is spare stays for the next one. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#filling;
  }

  /** Makes more in the background. One that fails is made when it is needed, and its error told then. */
  #fill(): void {
    if (this.#filling !== undefined || this.#spares.length > low) return;
    this.#filling = this.#make(full - this.#spares.length)
      .catch(() => undefined)
      .finally(() => {
        this.#filling = undefined;
      });
  }

  async #make(count: number): Promise<void> {
    const paths = Array.from({ length: count }, () => join(this.#directory, randomBytes(8).toString("hex")));
    await makeFifos(paths);
    this.#spares.push(...paths);
  }
}

/** False when it is not there any more: somebody wiped the run directory. */
async function moved(from: string, to: string): Promise<boolean> {
  return await rename(from, to).then(
    () => true,
    () => false,
  );
}
