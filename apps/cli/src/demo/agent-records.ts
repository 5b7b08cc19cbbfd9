import { readFile, rm, writeFile } from "node:fs/promises";
import * as z from "zod";
import {
  endProcess,
  identify,
  lives,
  type ProcessIdentity,
  processIdentitySchema,
} from "./process-identity.ts";

const recordsSchema = z.record(z.string(), processIdentitySchema);
const patienceMs = 5_000;

/**
 * Which agents a demo has started. A demo that is killed cannot end them; the next one on the same directory reads who
 * they are and does. Their guests run on meanwhile and are adopted.
 */
export class AgentRecords {
  readonly #file: string;
  #records: Record<string, ProcessIdentity> = {};
  #written: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** Ends the agents that are recorded and still live. Returns the names of their hosts. */
  async endLeftAgents(): Promise<string[]> {
    const text = await readFile(this.#file, "utf8").catch(() => "{}");
    const left = Object.entries(parseRecords(text));
    const ended = left.map(async ([host, identity]) => {
      if (!(await lives(identity))) return [];
      await endProcess(identity, patienceMs);
      return [host];
    });
    return (await Promise.all(ended)).flat();
  }

  /** Remembers the process that is now a host's agent. */
  async remember(host: string, pid: number): Promise<void> {
    const identity = await identify(pid);
    if (identity === undefined) return;
    this.#records = { ...this.#records, [host]: identity };
    const text = `${JSON.stringify(this.#records)}\n`;
    this.#written = this.#written.then(() => writeFile(this.#file, text, { mode: 0o600 }));
    await this.#written;
  }

  /** All have ended. */
  async forget(): Promise<void> {
    await this.#written;
    await rm(this.#file, { force: true });
  }
}

function parseRecords(text: string): Record<string, ProcessIdentity> {
  try {
    return recordsSchema.parse(JSON.parse(text));
  } catch {
    // Cut off by a crash. Whoever was in it is found out by the busy port.
    return {};
  }
}
