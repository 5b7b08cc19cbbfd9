import { open, stat } from "node:fs/promises";

const readAtMost = 16 * 1024;
const tellLines = 8;

/** The file that an agent's words go to, read from where its present process began. */
export class AgentOutput {
  readonly #file: string;
  #from = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** What comes from now on is said by the next process. */
  async mark(): Promise<void> {
    this.#from = await this.#size();
  }

  /** The last few lines, as sentences where they are log records. */
  async lastWords(): Promise<string[]> {
    const from = Math.max(this.#from, (await this.#size()) - readAtMost);
    const file = await open(this.#file, "r").catch(() => undefined);
    if (file === undefined) return [];
    await using opened = file;
    const { buffer, bytesRead } = await opened.read({ buffer: Buffer.alloc(readAtMost), position: from });
    const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
    return lines
      .map(sentence)
      .filter((line) => line !== "")
      .slice(-tellLines);
  }

  async #size(): Promise<number> {
    return stat(this.#file).then(
      ({ size }) => size,
      () => 0,
    );
  }
}

/** A line of the agent's log is JSON with the words in `msg`; anything else stands for itself. */
function sentence(line: string): string {
  if (!line.startsWith("{")) return line.trimEnd();
  try {
    const record: unknown = JSON.parse(line);
    if (typeof record === "object" && record !== null && "msg" in record) return String(record.msg);
  } catch {
    // Cut off, or not a record after all.
  }
  return line.trimEnd();
}
