import type { ConsoleBoot } from "@gantry/kvm-core/model";
import type { Session } from "../commands/session.ts";
import { followLog } from "./follow-log.ts";
import { LogLines } from "./log-lines.ts";
import { LogOutput } from "./log-output.ts";
import { readLog } from "./read-log.ts";

/** Which lines of a console's log, and how. */
export interface LogWish {
  readonly instance: string;
  readonly port: number;
  /** All kept ones where absent. */
  readonly boot: number | undefined;
  readonly since: number | undefined;
  readonly timestamps: boolean;
  readonly follow: boolean;
  readonly json: boolean;
}

/** Prints the kept log as lines of text, free of control sequences, and with `follow` what comes after it. */
export async function showLog(session: Session, wish: LogWish): Promise<void> {
  const { stdout, interrupted } = session.surroundings;
  const output = new LogOutput(stdout, wish);
  const lines = new LogLines((line) => output.line(line));
  const { instance, port } = wish;
  const detail = await session.client.instances.get.query({ instance }, { signal: interrupted });
  const { boots } = await session.client.console.boots.query({ instance, port }, { signal: interrupted });
  let next = 0;
  for (const boot of wish.boot === undefined ? boots.map(({ n }) => n) : [wish.boot]) {
    const pages = readLog(session.client, { instance: detail.uuid, port, boot }, interrupted);
    const { end, began } = await printPages(pages, { lines, output });
    if (output.isGone) return;
    next = end;
    if (!wish.follow || !isPresent(began, boots)) lines.end();
  }
  if (wish.follow) {
    const { uuid, name } = detail;
    const console = { agent: session.address, name, uuid, port, readOnly: true, begin: "now" as const };
    await followLog(console, { lines, output, from: next }, interrupted);
    lines.end();
  }
  await output.end();
  interrupted.throwIfAborted();
}

/** @returns where it ended, and the boot that it was of. */
async function printPages(
  pages: ReturnType<typeof readLog>,
  { lines, output }: { readonly lines: LogLines; readonly output: LogOutput },
): Promise<{ end: number; began: ConsoleBoot | undefined }> {
  let began: ConsoleBoot | undefined;
  for (;;) {
    const { value, done } = await pages.next();
    if (done) return { end: value, began };
    const { boot, bytes, from, arrivals } = value;
    if (began === undefined && boot !== undefined) lines.begin(boot.n, from);
    began = boot ?? began;
    lines.feed(bytes, { from, arrivals });
    await output.flush();
    if (output.isGone) return { end: from, began };
  }
}

function isPresent(boot: ConsoleBoot | undefined, boots: readonly ConsoleBoot[]): boolean {
  return boot !== undefined && boot.n >= (boots.at(-1)?.n ?? 0);
}

/** Prints the bytes of the kept log exactly as the guest wrote them. */
export async function showRawLog(
  session: Session,
  { instance, port, boot }: Pick<LogWish, "instance" | "port" | "boot">,
): Promise<void> {
  const { stdout, interrupted } = session.surroundings;
  const output = new LogOutput(stdout, { json: false, timestamps: false, since: undefined });
  for await (const { bytes } of readLog(session.client, { instance, port, boot }, interrupted)) {
    await output.raw(bytes);
    if (output.isGone) return;
  }
}
