/**
 * What the set-up says, on standard error: one line per step, with the time it took if that is worth telling. On a
 * terminal the line of a running step shows the seconds and the newest word of what it runs.
 */
export class Talk {
  #live = process.stderr.isTTY && process.env.NO_COLOR === undefined;

  /** One plain line. */
  line(text = "") {
    process.stderr.write(`${text}\n`);
  }

  /**
   * Runs `work` and says how it went. `work` gets a function that takes progress in words and returns what to say
   * at the end.
   *
   * @template T
   * @param {string} title
   * @param {(progress: (text: string) => void) => Promise<string>} work
   */
  async step(title, work) {
    const started = Date.now();
    let newest = "";
    const seconds = () => Math.round((Date.now() - started) / 1000);
    const draw = () => this.#draw(title, `${seconds()} s ${newest}`);
    const timer = this.#live
      ? setInterval(draw, 500)
      : setInterval(() => this.#remind(title, seconds(), newest), 20_000);
    try {
      const outcome = await work((text) => {
        newest = text.replaceAll(/\s+/g, " ").trim();
      });
      this.#finish(title, seconds() < 2 ? outcome : `${outcome} (${seconds()} s)`);
    } catch (error) {
      this.#finish(title, "failed");
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  #draw(title, text) {
    const width = (process.stderr.columns ?? 80) - 1;
    process.stderr.write(`\r\x1b[2K${this.#columns(title, text).slice(0, width)}`);
  }

  #remind(title, seconds, newest) {
    this.line(this.#columns(title, `${seconds} s so far ${newest}`.trimEnd()));
  }

  #finish(title, text) {
    if (this.#live) process.stderr.write("\r\x1b[2K");
    this.line(this.#columns(title, text));
  }

  #columns(title, text) {
    return `  ${title.padEnd(18)} ${text}`;
  }
}
