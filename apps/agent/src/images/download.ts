import type { IncomingMessage } from "node:http";
import { type FileHandle, open, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { OperationContext } from "@gantry/kvm-core";
import { GantryError } from "@gantry/kvm-core/model";
import * as z from "zod";
import type { AddressGuard } from "./address-guard.ts";
import { failed, openUrl } from "./open-url.ts";

/** Attempts in a row that bring nothing before a download is given up. */
const mostAttempts = 4;
const firstPauseMs = 250;
const mebibyte = 1024 * 1024;

/** Beside a part: which file of which server it is the beginning of. */
const originSchema = z.object({ url: z.string(), validator: z.string().nullable() });

/** What to fetch, and where to. */
export interface Download {
  readonly url: URL;
  readonly part: string;
  readonly mostBytes: number;
  readonly guard: AddressGuard;
}

/**
 * Fetches a file into `part`, and goes on where it stopped: after a broken connection at once, after a failure the next time.
 * What was cancelled, refused or found no room leaves nothing.
 *
 * @throws GantryError `download_failed` (what has arrived is kept), `download_refused`, `image_refused` (too large),
 *   `disk_full`, `cancelled`.
 */
export async function download(wanted: Download, context: OperationContext): Promise<void> {
  try {
    for (let attempts = 0; ; ) {
      const before = await sizeOf(wanted.part);
      try {
        await fetchRest(wanted, context);
        return await rm(originOf(wanted.part), { force: true });
      } catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof GantryError && error.code === "download_failed")) throw error;
        if (isFinal(error)) throw error;
        attempts = (await sizeOf(wanted.part)) > before ? 0 : attempts + 1;
        if (attempts >= mostAttempts) throw error;
        context.progress(0, `${error.message} Trying again.`);
        await delay(firstPauseMs * 2 ** attempts, undefined, { signal: context.signal });
      }
    }
  } catch (thrown) {
    const error: unknown = context.signal.aborted ? context.signal.reason : thrown;
    if (!(error instanceof GantryError && error.code === "download_failed")) await discard(wanted.part);
    throw error;
  }
}

/** What a server will say the next time, too: it does not have the file, or does not give it to us. */
function isFinal({ details }: GantryError): boolean {
  const status = Number(details["status"] ?? 0);
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** Removes what has arrived of a download. */
async function discard(part: string): Promise<void> {
  await Promise.all([rm(part, { force: true }), rm(originOf(part), { force: true })]);
}

async function fetchRest(wanted: Download, context: OperationContext): Promise<void> {
  const { url, part, guard } = wanted;
  const validator = await validatorOf(wanted);
  const have = validator === undefined ? 0 : await sizeOf(part);
  const resuming = have > 0 && validator !== undefined;
  const headers: Record<string, string> = resuming ? { range: `bytes=${have}-`, "if-range": validator } : {};
  const answer = await openUrl(url, { guard, signal: context.signal, headers });
  // Whole: the former run died between the last byte and its end.
  if (answer.statusCode === 416 && resuming && totalOf(answer, 0) === have) return void answer.destroy();
  const start = answer.statusCode === 206 && startOf(answer) === have ? have : 0;
  if (answer.statusCode === 416 || (start === 0 && answer.statusCode === 206)) {
    answer.destroy();
    await discard(part);
    throw failed(url, "the server's file is another one now");
  }
  await using file = await open(part, start === 0 ? "w" : "r+", 0o600);
  await writeFile(originOf(part), JSON.stringify({ url: url.href, validator: validatorIn(answer) }));
  await receive({ ...wanted, answer, file, start }, context);
}

interface Receiving extends Download {
  readonly answer: IncomingMessage;
  readonly file: FileHandle;
  readonly start: number;
}

async function receive(receiving: Receiving, context: OperationContext): Promise<void> {
  const { answer, file, url, start, mostBytes } = receiving;
  const total = totalOf(answer, start);
  if ((total ?? 0) > mostBytes) throw tooLarge(url, mostBytes);
  await assertRoom(receiving, (total ?? 0) - start);
  let at = start;
  try {
    for await (const data of answer) {
      if (!Buffer.isBuffer(data)) continue;
      if (at + data.length > mostBytes) throw tooLarge(url, mostBytes);
      await file.write(data, 0, data.length, at);
      at += data.length;
      const words = `${Math.floor(at / mebibyte)} MiB${total === undefined ? "" : ` of ${Math.ceil(total / mebibyte)} MiB`}`;
      context.progress(total === undefined ? 0 : at / total, words);
    }
  } catch (cause) {
    throw whyBroken(receiving, cause);
  }
  if (total !== undefined && at !== total) throw failed(url, `only ${at} of ${total} bytes came`);
  await file.truncate(at);
  await file.sync();
}

function whyBroken({ url, part }: Receiving, cause: unknown): unknown {
  if (cause instanceof GantryError) return cause;
  const isFull = cause instanceof Error && "code" in cause && cause.code === "ENOSPC";
  return isFull
    ? full(part)
    : failed(url, `the connection broke (${GantryError.from(cause).message})`, { cause });
}

async function assertRoom({ part }: Receiving, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(part));
  if (bytes > bavail * bsize) throw full(part);
}

/** What the server must still say of the file for a beginning of it to be of use. */
async function validatorOf({ url, part }: Download): Promise<string | undefined> {
  const text = await readFile(originOf(part), "utf8").catch(() => "null");
  const origin = originSchema.safeParse(JSON.parse(text)).data;
  return origin?.url === url.href ? (origin.validator ?? undefined) : undefined;
}

/** A weak tag promises nothing about bytes (RFC 9110, 13.1.5). */
function validatorIn({ headers }: IncomingMessage): string | null {
  if (headers.etag?.startsWith('"') === true) return headers.etag;
  return headers["last-modified"] ?? null;
}

function startOf({ headers }: IncomingMessage): number | undefined {
  const [, start] = /^bytes (\d+)-/.exec(headers["content-range"] ?? "") ?? [];
  return start === undefined ? undefined : Number(start);
}

function totalOf({ headers }: IncomingMessage, start: number): number | undefined {
  const [, total] = /\/(\d+)$/.exec(headers["content-range"] ?? "") ?? [];
  if (total !== undefined) return Number(total);
  const length = headers["content-length"];
  return length === undefined ? undefined : start + Number(length);
}

function originOf(part: string): string {
  return `${part}.json`;
}

async function sizeOf(path: string): Promise<number> {
  await using file = await open(path, "r").catch(() => null);
  return file === null ? 0 : (await file.stat()).size;
}

function tooLarge(url: URL, mostBytes: number): GantryError {
  return new GantryError("image_refused", {
    message: `The image is not taken: ${url.href} has more than ${Math.floor(mostBytes / 1024 ** 3)} GiB.`,
    hint: "Nothing of it is kept. GANTRY_IMAGE_MAX_GIB allows larger ones.",
  });
}

function full(part: string): GantryError {
  return new GantryError("disk_full", {
    message: `There is no space for the image in ${dirname(part)}.`,
    hint: "Nothing of it is kept. Free space on that file system, or choose another pool.",
    details: { path: part },
  });
}
