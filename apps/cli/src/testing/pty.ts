import { type ChildProcessByStdio, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { until } from "./until.ts";

const host = fileURLToPath(new URL("pty-host.py", import.meta.url));
const main = fileURLToPath(new URL("../main.ts", import.meta.url));

const eventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("begun"), modes: z.string(), pid: z.int() }),
  z.object({ type: z.literal("output"), data: z.base64() }),
  z.object({ type: z.literal("stopped"), modes: z.string() }),
  z.object({
    type: z.literal("exit"),
    code: z.number().nullable(),
    signal: z.string().nullable(),
    modes: z.string().nullable(),
  }),
]);
type Event = z.output<typeof eventSchema>;
type Of<Type extends Event["type"]> = Extract<Event, { type: Type }>;

/** A `gantry` on a real terminal of 100×30, with somebody who types. Disposing it kills it. */
export class Pty implements Disposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #events: Event[] = [];
  #chunks: Buffer[] = [];

  /** @param args of `gantry` */
  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const command = [host, process.execPath, main, ...args];
    this.#process = spawn("python3", command, {
      stdio: ["pipe", "pipe", "inherit"],
      env: { PATH: process.env["PATH"], TERM: "xterm-256color", ...env },
    });
    createInterface(this.#process.stdout).on("line", (line) => {
      const event = eventSchema.parse(JSON.parse(line));
      if (event.type === "output") this.#chunks.push(Buffer.from(event.data, "base64"));
      else this.#events.push(event);
    });
  }

  /** All that was shown. */
  get output(): Buffer {
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  get text(): string {
    return this.output.toString("latin1");
  }

  /** The terminal's settings (termios) before anything ran. */
  get modesBefore(): string | undefined {
    return this.#last("begun")?.modes;
  }

  /** What the process holds in memory now, in MiB. */
  async residentMiB(): Promise<number> {
    const status = await readFile(`/proc/${this.#last("begun")?.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  async shows(text: string): Promise<void> {
    await until(`the terminal shows ${JSON.stringify(text)}`, () => this.text.includes(text) || undefined);
  }

  type(keys: string): void {
    this.#order({ type: "keys", data: Buffer.from(keys, "latin1").toString("base64") });
  }

  resize(cols: number, rows: number): void {
    this.#order({ type: "size", cols, rows });
  }

  send(name: NodeJS.Signals): void {
    this.#order({ type: "signal", name });
  }

  /** A terminal that takes nothing any more, or does so again. */
  stall(stalled: boolean): void {
    this.#order({ type: "stall", stalled });
  }

  hangUp(): void {
    this.#order({ type: "hangUp" });
  }

  stopped(): Promise<Of<"stopped">> {
    return until("it is suspended", () => this.#last("stopped"));
  }

  ended(): Promise<Of<"exit">> {
    return until("it has ended", () => this.#last("exit"));
  }

  [Symbol.dispose](): void {
    this.#process.stdin.end();
  }

  #order(order: object): void {
    this.#process.stdin.write(`${JSON.stringify(order)}\n`);
  }

  #last<Type extends Event["type"]>(type: Type): Of<Type> | undefined {
    return this.#events.findLast((event): event is Of<Type> => event.type === type);
  }
}
