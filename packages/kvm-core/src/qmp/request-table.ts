import { commandRefused } from "./failure.ts";
import type { ErrorReply, ReturnReply } from "./message.ts";
import { type Patience, watchPatience } from "./waiting.ts";

/** In-band commands wait in QEMU's queue; out-of-band ones overtake it, and run even while QEMU's main loop hangs. */
export type Lane = "execute" | "exec-oob";

/** What is asked of QEMU. */
export interface Request {
  readonly lane: Lane;
  readonly command: string;
  readonly args?: object | undefined;
}

interface Pending {
  readonly request: Request;
  readonly settle: (outcome: { readonly value: unknown } | { readonly error: Error }) => void;
}

/**
 * QEMU stops reading its monitor when 8 commands wait in it (QMP_REQ_QUEUE_LEN_MAX), and then out-of-band commands are
 * not read either. Ours stay below that, so that a rescue always gets through to a hung QEMU.
 */
const maxInBandInQemu = 6;

/**
 * Matches replies to requests by id and holds each caller's deadline.
 *
 * A request whose caller gave up is still in QEMU's hands: its place is freed by its late reply, not by the deadline.
 * One that was not sent yet is dropped and never sent.
 */
export class RequestTable {
  readonly #send: (line: string) => void;
  readonly #sent = new Map<number, Pending>();
  readonly #queue = new Set<Pending>();
  #inBandInQemu = 0;
  #lastId = 0;
  #closedBy: Error | undefined;

  constructor(send: (line: string) => void) {
    this.#send = send;
  }

  /** Resolves with QEMU's `return`. Rejects with `monitor_failed`, `monitor_timeout` or `cancelled`. */
  async ask(request: Request, patience: Patience): Promise<unknown> {
    if (this.#closedBy !== undefined) throw this.#closedBy;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const pending: Pending = {
      request,
      settle: (outcome) => ("error" in outcome ? reject(outcome.error) : resolve(outcome.value)),
    };
    using _patience = watchPatience(request.command, patience, (error) => {
      this.#queue.delete(pending);
      reject(error);
    });
    if (patience.signal?.aborted !== true) this.#enqueue(pending);
    return await promise;
  }

  /** Takes a reply. False when no request has this id. */
  take(reply: ReturnReply | ErrorReply): boolean {
    const pending = reply.id === undefined ? undefined : this.#sent.get(reply.id);
    if (reply.id === undefined || pending === undefined) return false;
    this.#sent.delete(reply.id);
    if (pending.request.lane === "execute") this.#inBandInQemu -= 1;
    if (reply.kind === "return") pending.settle({ value: reply.value });
    else pending.settle({ error: commandRefused(pending.request.command, reply) });
    this.#sendQueued();
    return true;
  }

  /** Rejects everything that waits, and everything that will be asked. */
  close(error: Error): void {
    this.#closedBy ??= error;
    const all = [...this.#sent.values(), ...this.#queue];
    this.#sent.clear();
    this.#queue.clear();
    for (const { settle } of all) settle({ error: this.#closedBy });
  }

  #enqueue(pending: Pending): void {
    if (pending.request.lane === "exec-oob") this.#transmit(pending);
    else {
      this.#queue.add(pending);
      this.#sendQueued();
    }
  }

  #sendQueued(): void {
    for (const pending of this.#queue) {
      if (this.#inBandInQemu >= maxInBandInQemu) return;
      this.#queue.delete(pending);
      this.#inBandInQemu += 1;
      this.#transmit(pending);
    }
  }

  #transmit(pending: Pending): void {
    this.#lastId += 1;
    this.#sent.set(this.#lastId, pending);
    const { lane, command, args } = pending.request;
    this.#send(JSON.stringify({ [lane]: command, arguments: args, id: this.#lastId }));
  }
}
