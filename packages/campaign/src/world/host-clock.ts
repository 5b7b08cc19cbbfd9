import { existsSync, readdirSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where distributions put libfaketime, the variant for programs with threads. */
const places = ["/usr/lib64/faketime", "/usr/lib/faketime"];
const library = "libfaketimeMT.so.1";

/** The library by which a host gets a clock of its own; undefined where it is not installed. */
export function clockLibrary(): string | undefined {
  const multiarch = readdirSync("/usr/lib").map((name) => join("/usr/lib", name, "faketime"));
  return [...places, ...multiarch].map((place) => join(place, library)).find((path) => existsSync(path));
}

/**
 * The time of day of one host, for its agent and all that this starts: QEMU too. Linux has one such clock for all; so a
 * library stands between the programs and the kernel, and reads from a file how far it is to be wrong. What measures how
 * long something takes is another clock, which nobody can set, here as on a real host.
 */
export class HostClock {
  /** What the programs of the host are started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly #file: string;
  /** By how many seconds it has been wrong. */
  readonly #wrongBy = new Set([0]);

  private constructor(file: string, path: string) {
    this.#file = file;
    this.env = {
      LD_PRELOAD: path,
      FAKETIME_TIMESTAMP_FILE: file,
      // It would notice up to ten seconds late.
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      // Memory that a killed process would leave behind.
      FAKETIME_DISABLE_SHM: "1",
      NO_FAKE_STAT: "1",
    };
  }

  /** A clock that is right. @param file keeps how wrong it is. */
  static async make(file: string, path: string): Promise<HostClock> {
    const clock = new HostClock(file, path);
    await clock.put(0);
    return clock;
  }

  /** @param seconds how far it is ahead from now on, or behind. */
  async put(seconds: number): Promise<void> {
    this.#wrongBy.add(seconds);
    // In one go: half a figure would be another time.
    await writeFile(`${this.#file}.new`, `${seconds < 0 ? "" : "+"}${seconds}\n`);
    await rename(`${this.#file}.new`, this.#file);
  }

  /**
   * When something really happened that the host says was at `shown`, and that was seen soon afterwards; both in milliseconds
   * since 1970. Of all that the clock may have been wrong by, it is what brings the two together.
   */
  trueTime(shown: number, seenAt = Date.now()): number {
    const possible = [...this.#wrongBy].map((seconds) => shown - seconds * 1000);
    return possible.reduce((best, one) => (Math.abs(one - seenAt) < Math.abs(best - seenAt) ? one : best));
  }
}
