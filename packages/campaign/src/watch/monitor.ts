import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import * as z from "zod";

const lineSchema = z.object({
  QMP: z.object({ version: z.object({ qemu: z.object({ major: z.int(), minor: z.int() }) }) }).optional(),
  id: z.string().optional(),
  return: z.unknown().optional(),
  event: z.string().optional(),
  data: z.object({ status: z.string().optional(), id: z.string().optional() }).optional(),
  timestamp: z.object({ seconds: z.int(), microseconds: z.int() }).optional(),
});

const statusSchema = z.object({ running: z.boolean() });
const jobsSchema = z.array(
  z.object({ id: z.string(), "current-progress": z.int(), "total-progress": z.int() }),
);

/** What QEMU tells by itself; `HALF_DONE`, of a job, and `closed` are told by the reader. */
export interface Said {
  readonly event: string;
  /** What a migration or a job has come to. */
  readonly status?: string | undefined;
  readonly job?: string | undefined;
}

/** A time in which the guest's CPUs ran, by QEMU's own clock, put right where that was wrong; milliseconds since 1970. */
export interface Span {
  readonly from: number;
  /** Undefined while they run; of a process that ended without a word, when they were last known to. */
  to: number | undefined;
}

/** How often QEMU is asked whether its guest runs, beside what it tells by itself, in milliseconds. */
const sampleEveryMs = 50;

/**
 * What one QEMU says on its rescue monitor, written down by a reader of the campaign's own: nothing of the product is
 * between QEMU and the verdict.
 */
export class Monitor implements Disposable {
  readonly spans: Span[] = [];
  readonly #socket: Socket;
  readonly #onEvent: (said: Said) => void;
  readonly #trueTime: (shown: number) => number;
  readonly #sampling: NodeJS.Timeout;
  /** Whether QEMU has greeted: one that never did is asked again from the beginning. */
  hasGreeted = false;
  #hasJobs = false;
  /** Its guest ran then for certain, or later. */
  #ranAt = 0;
  isClosed = false;
  /** What QEMU last said that its migration is. */
  migration: string | undefined;
  /** As in 8.2: 802. */
  version = 0;

  /** @param trueTime of an event that QEMU says was at a time, in milliseconds since 1970, and that has just been heard. */
  constructor(path: string, onEvent: (said: Said) => void, trueTime = (shown: number) => shown) {
    this.#onEvent = onEvent;
    this.#trueTime = trueTime;
    this.#socket = connect(path);
    this.#socket.on("error", () => undefined);
    this.#socket.on("close", () => this.#closed());
    // It hears of the socket's errors too.
    createInterface({ input: this.#socket })
      .on("line", (line) => this.#take(line))
      .on("error", () => undefined);
    // After what has come meanwhile was read: to write to a QEMU that has ended would throw its last words away.
    this.#sampling = setInterval(() => setImmediate(() => this.#sample()), sampleEveryMs);
  }

  get isRunning(): boolean {
    const last = this.spans.at(-1);
    return last !== undefined && last.to === undefined;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sampling);
    this.#socket.destroy();
  }

  #sample(): void {
    this.#ask("query-status");
    if (this.#hasJobs) this.#ask("query-jobs");
  }

  #take(line: string): void {
    const said = readLine(line);
    if (said === undefined) return;
    if (said.QMP !== undefined) {
      this.hasGreeted = true;
      const { major, minor } = said.QMP.version.qemu;
      this.version = major * 100 + minor;
      this.#ask("qmp_capabilities");
      this.#ask("query-status");
    }
    const at =
      said.timestamp === undefined
        ? Date.now()
        : this.#trueTime(said.timestamp.seconds * 1000 + said.timestamp.microseconds / 1000);
    const [asked, askedAt] = said.id?.split(" ") ?? [];
    if (asked === "query-status" && statusSchema.safeParse(said.return).data?.running === true) {
      this.#begins(at);
      this.#ranAt = Number(askedAt);
    }
    if (asked === "query-jobs") this.#takeJobs(said.return);
    if (said.event === "RESUME") this.#begins(at);
    if (said.event === "STOP") this.#ends(at);
    if (said.event === "MIGRATION") this.migration = said.data?.status;
    if (said.event === undefined) return;
    this.#hasJobs ||= said.event === "JOB_STATUS_CHANGE";
    this.#onEvent({ event: said.event, status: said.data?.status, job: said.data?.id });
  }

  #takeJobs(answer: unknown): void {
    for (const job of jobsSchema.safeParse(answer).data ?? [])
      if (job["current-progress"] * 2 >= job["total-progress"])
        this.#onEvent({ event: "HALF_DONE", job: job.id });
  }

  #begins(at: number): void {
    if (!this.isRunning) this.spans.push({ from: at, to: undefined });
  }

  #ends(at: number): void {
    const last = this.spans.at(-1);
    if (last !== undefined) last.to ??= at;
  }

  #ask(command: string): void {
    if (this.hasGreeted && this.#socket.writable)
      this.#socket.write(`${JSON.stringify({ execute: command, id: `${command} ${Date.now()}` })}\n`);
  }

  #closed(): void {
    clearInterval(this.#sampling);
    this.isClosed = true;
    // It may have ended long before that is noticed here.
    this.#ends(Math.max(this.#ranAt, this.spans.at(-1)?.from ?? 0));
    this.#onEvent({ event: "closed" });
  }
}

/** Undefined for the half of a line that a killed QEMU leaves. */
function readLine(line: string): z.infer<typeof lineSchema> | undefined {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
