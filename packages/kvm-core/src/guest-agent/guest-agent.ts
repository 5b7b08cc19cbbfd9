import { randomInt } from "node:crypto";
import { GantryError } from "../model/error.ts";
import { AgentChannel, type Conversation } from "./agent-channel.ts";
import { agentCancelled, agentMissing, agentNonsense, agentSilent, channelLost } from "./failure.ts";
import { answersSync, answerTo } from "./reply.ts";
import { TooMuchError } from "./reply-reader.ts";

/** How long one question to a guest may take. */
export interface AgentPatience {
  /** In milliseconds, from when it is this question's turn; 5 s if not said. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const defaultTimeoutMs = 5000;
/** How long an agent that has taken a shutdown may take to say that it cannot do it. */
const refusalMs = 2000;
/** Largest token of a synchronisation: any 48 bits are a number that JSON on both sides keeps exactly. */
const tokens = 2 ** 48 - 1;

type Talk<Result> = (conversation: Conversation) => Promise<Result>;

/**
 * The agent inside one guest, as it is seen over its channel; this is the channel's only client.
 *
 * The guest is not trusted: every question has a deadline and a limit on what is read, begins with a synchronisation
 * that drops whatever the guest said before, and its answer is parsed. Between questions nothing is read at all.
 */
export class GuestAgent implements Disposable {
  readonly #path: string;
  #channel: Promise<AgentChannel> | undefined;
  #present: boolean | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #lastId = 0;

  /** @param path of the channel's Unix socket. Nothing is connected before the agent is there. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Whether something in the guest has the channel open, as QEMU says. A stuck agent is present too. */
  get isPresent(): boolean {
    return this.#present === true;
  }

  /** An event of QEMU: the guest opened or closed its end. */
  observe(present: boolean): void {
    this.#present = present;
    // An agent that finds nobody at the other end looks again ten times a second: it is spared that.
    if (present) this.#connected().catch(() => undefined);
  }

  /** An answer of QEMU, which may be older than an event that came meanwhile: believed only while there was none. */
  learn(present: boolean): void {
    if (this.#present === undefined) this.observe(present);
  }

  /**
   * Asks one question and resolves with what the agent returns, unparsed. One at a time; the others wait in line.
   *
   * @throws GantryError `guest_agent_failed` (missing, refused, nonsense or lost: `details.cause`), `timed_out`,
   *   `cancelled`.
   */
  async ask(command: string, args?: object, patience: AgentPatience = {}): Promise<unknown> {
    return await this.#takeTurn(command, patience, async (conversation) => {
      const id = this.#request(conversation, command, args);
      const line = await conversation.next();
      if (line === undefined) throw channelLost(command);
      return answerTo(line, { command, id });
    });
  }

  /**
   * Gives an order that is answered only if it cannot be carried out. Resolves when the agent has shown that it listens,
   * has been told, and has not refused at once, or when the channel ended, as it does when the guest obeys quickly.
   *
   * @param patience bounds the time until the agent listens.
   * @throws as {@link ask}.
   */
  async order(command: string, args: object, patience: AgentPatience = {}): Promise<void> {
    await this.#takeTurn(command, patience, async (conversation) => {
      const id = this.#request(conversation, command, args);
      using silent = silence(refusalMs);
      // It has been told: whatever ends the wait from here on, it may obey.
      const refusal = conversation.next().catch(() => undefined);
      const line = await Promise.race([refusal, silent.promise]);
      if (line !== undefined) answerTo(line, { command, id });
    });
  }

  /** Lets go of the channel; the agent in the guest runs on. */
  [Symbol.dispose](): void {
    this.#present = false;
    this.#drop();
  }

  #request({ send }: Conversation, command: string, args: object | undefined): number {
    this.#lastId += 1;
    send(JSON.stringify({ execute: command, arguments: args, id: this.#lastId }));
    return this.#lastId;
  }

  /** Waits for the questions before this one, then for the agent to synchronise, then talks, all within the deadline. */
  async #takeTurn<Result>(command: string, patience: AgentPatience, talk: Talk<Result>): Promise<Result> {
    const before = this.#turn;
    const mine = Promise.withResolvers<void>();
    this.#turn = mine.promise;
    try {
      await before;
      return await this.#converse(command, patience, talk);
    } finally {
      mine.resolve();
    }
  }

  async #converse<Result>(command: string, patience: AgentPatience, talk: Talk<Result>): Promise<Result> {
    const { timeoutMs = defaultTimeoutMs, signal = new AbortController().signal } = patience;
    if (signal.aborted) throw agentCancelled(command, signal);
    if (!this.isPresent) throw agentMissing();
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const channel = await this.#connected();
      return await channel.converse(
        async (conversation) => {
          await synchronise(conversation, command);
          return await talk(conversation);
        },
        AbortSignal.any([deadline, signal]),
      );
    } catch (error) {
      if (error instanceof GantryError) throw error;
      if (signal.aborted) throw agentCancelled(command, signal);
      if (deadline.aborted) throw agentSilent(command, timeoutMs);
      // What broke it may stand between us and the next answer too.
      this.#drop();
      if (error instanceof TooMuchError) throw agentNonsense(command, error.message);
      throw channelLost(command, error);
    }
  }

  async #connected(): Promise<AgentChannel> {
    const before = await this.#channel?.catch(() => undefined);
    if (before?.isOpen) return before;
    this.#channel = AgentChannel.open(this.#path);
    return await this.#channel;
  }

  #drop(): void {
    this.#channel?.then((channel) => channel[Symbol.dispose]()).catch(() => undefined);
    this.#channel = undefined;
  }
}

async function synchronise({ send, next }: Conversation, command: string): Promise<void> {
  const token = randomInt(tokens);
  send(JSON.stringify({ execute: "guest-sync-delimited", arguments: { id: token } }));
  for (;;) {
    const line = await next();
    if (line === undefined) throw channelLost(command);
    if (answersSync(line, token)) return;
  }
}

function silence(ms: number): Disposable & { readonly promise: Promise<undefined> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  return { promise, [Symbol.dispose]: () => clearTimeout(timer) };
}
