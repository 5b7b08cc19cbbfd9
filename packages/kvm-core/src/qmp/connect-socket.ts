import { once } from "node:events";
import { type FSWatcher, watch } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { basename, dirname } from "node:path";
import * as z from "zod";
import { cancelled, connectionLost, noAnswer } from "./failure.ts";

/** QEMU listens within a millisecond of making the socket. */
const retryMs = 1;
/** How often it is tried although nothing is seen of the socket: a directory that is not there yet cannot be watched. */
const lookAgainMs = 20;
/** An answer of QEMU seldom has more; a longer one takes several packets. */
const packetBytes = 4096;
/** The socket is not made yet, QEMU does not listen yet, or its backlog of one is full. */
const retryable = new Set(["ENOENT", "ECONNREFUSED", "EAGAIN"]);

const systemErrorSchema = z.looseObject({ code: z.string() });

/**
 * Connects to QEMU's Unix socket, which appears some 40 ms after QEMU's start: watches its directory, so that a QEMU which
 * is starting has the processor to itself, until the socket answers or `timeoutMs` have passed. With 0 it tries once.
 *
 * Packets come to `onPacket` instead of the socket's `data`, all in one small buffer: Node else takes 64 KiB for each of
 * them and keeps what was used until the garbage is collected, which cost a host of 200 instances more than the answers.
 *
 * @param onPacket what it is given is overwritten as soon as it returns.
 * @throws GantryError `monitor_failed` (nobody listens), `monitor_timeout` (others wait in line already), `cancelled`.
 */
export async function connectSocket(
  path: string,
  {
    timeoutMs,
    signal,
    onPacket,
  }: { timeoutMs: number; signal?: AbortSignal | undefined; onPacket: (packet: Uint8Array) => void },
): Promise<Socket> {
  const deadline = performance.now() + timeoutMs;
  // Before the first attempt: what appears in between is not missed.
  using appearance = timeoutMs === 0 ? undefined : new Appearance(path);
  for (;;) {
    if (signal?.aborted) throw cancelled(`the monitor at ${path}`, signal);
    const attempt = await tryToConnect(path, onPacket);
    if ("socket" in attempt) return attempt.socket;
    const overdue = performance.now() >= deadline;
    if (overdue && attempt.code === "EAGAIN") throw noAnswer(`connection to ${path}`, timeoutMs, { path });
    if (overdue || !retryable.has(attempt.code)) {
      throw connectionLost(path, `nobody listens there (${attempt.code}).`, attempt.cause);
    }
    await appearance?.within(attempt.code === "ECONNREFUSED" ? retryMs : lookAgainMs);
  }
}

/** Notices that a file appears; nothing, where its directory cannot be watched. */
class Appearance implements Disposable {
  readonly #watcher: FSWatcher | undefined;
  #isNew = false;
  #wake: () => void = () => undefined;

  constructor(path: string) {
    try {
      this.#watcher = watch(dirname(path), { persistent: false }, (_, name) => {
        if (name !== null && name !== basename(path)) return;
        this.#isNew = true;
        this.#wake();
      });
      // One that breaks off leaves the time.
      this.#watcher.on("error", () => undefined);
    } catch {
      this.#watcher = undefined;
    }
  }

  /** Waits until it has appeared since the last wait, at most so many milliseconds. */
  async within(withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, withinMs);
    if (!this.#isNew) await promise;
    clearTimeout(timer);
    this.#isNew = false;
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
  }
}

async function tryToConnect(
  path: string,
  onPacket: (packet: Uint8Array) => void,
): Promise<{ socket: Socket } | { code: string; cause: unknown }> {
  const onread = {
    buffer: new Uint8Array(packetBytes),
    callback: (length: number, buffer: Uint8Array) => {
      onPacket(buffer.subarray(0, length));
      return true;
    },
  };
  const socket = createConnection({ path, onread });
  try {
    await once(socket, "connect");
    return { socket };
  } catch (cause) {
    socket.destroy();
    const parsed = systemErrorSchema.safeParse(cause);
    return { code: parsed.success ? parsed.data.code : "unknown", cause };
  }
}
