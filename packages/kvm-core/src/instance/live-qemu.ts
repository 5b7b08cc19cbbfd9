import { GuestAgent } from "../guest-agent/index.ts";
import type { GantryError } from "../model/error.ts";
import type { GuestClock } from "../model/migration.ts";
import { type ExitStatus, killProcess, type ProcessIdentity, waitUntilGone } from "../process/index.ts";
import type { QmpConnection } from "../qmp/index.ts";
import { type ProcessPaths, processPaths, type RuntimeFile } from "../state-dir/index.ts";

/** How a process ended, as people will read it. */
export interface ProcessEnd {
  readonly state: "stopped" | "crashed" | "suspended";
  readonly reason: string;
  /** The boot of the host that it ended with: in the next one an instance that starts with its host is started. */
  readonly ranUntilEndOf?: string | undefined;
}

/** One living QEMU process of an instance: its record on disk, its monitor, and how to be rid of it. */
export class LiveQemu {
  /** Written anew when interfaces come and go. */
  runtime: RuntimeFile;
  readonly monitor: QmpConnection;
  readonly paths: ProcessPaths;
  /** The agent inside the guest, if it runs one; the process's watcher tells it when it comes and goes. */
  readonly agent: GuestAgent;
  /** What its death will mean when somebody ends it on purpose; undefined: a death is a crash. */
  intendedEnd: ProcessEnd | undefined;
  /** True once this agent lets the process live on without it. */
  released = false;
  /** How it ended, told to its parent: undefined when a former agent started it. */
  readonly exited: Promise<ExitStatus> | undefined;
  /** Counts its events: what was asked before the newest of them may not be true any more. */
  news = 0;
  /** True while it owes us an answer to the question whether it is well. */
  askedForPulse = false;
  /** Since when it has owed that answer, once that is too long (ISO 8601). */
  silentSince: string | undefined;
  /** What becomes of its guest's clock, since it was let run after a move. */
  clock: Promise<GuestClock> | undefined;
  /** Whether it has the guest; undefined as long as nobody doubts it. */
  #contest: PromiseWithResolvers<boolean> | undefined;
  readonly #ending = Promise.withResolvers<void>();
  readonly #forgotten = Promise.withResolvers<void>();

  constructor(runtime: RuntimeFile, monitor: QmpConnection, exited?: Promise<ExitStatus>) {
    this.runtime = runtime;
    this.monitor = monitor;
    this.exited = exited;
    this.paths = processPaths(runtime.processDir);
    this.agent = new GuestAgent(this.paths.guestAgent);
    // Most processes end without anybody who waits for it.
    this.#forgotten.promise.catch(() => undefined);
  }

  get incarnation(): string {
    return this.runtime.incarnation;
  }

  get identity(): ProcessIdentity {
    return this.runtime.process;
  }

  /**
   * Whether the guest is in this process. While it goes over to another one of this host that is not decided, and nobody can
   * say what the death of either means.
   */
  get hasGuest(): Promise<boolean> {
    return this.#contest?.promise ?? Promise.resolve(true);
  }

  /** From now on it is open whether it has the guest, until {@link decide}. */
  contest(): void {
    this.#contest = Promise.withResolvers<boolean>();
  }

  /** Says whether it has the guest. */
  decide(hasGuest: boolean): void {
    this.#contest?.resolve(hasGuest);
  }

  /** Resolves when the process is on its way out: it is being ended, or its monitor is gone. */
  get ending(): Promise<void> {
    return Promise.race([this.#ending.promise, this.monitor.closed]);
  }

  /** Resolves when the process is gone and everything it left is removed; rejects when that could not be done. */
  get forgotten(): Promise<void> {
    return this.#forgotten.promise;
  }

  /** Called by the one who removed what the process left. */
  markForgotten(): void {
    this.#forgotten.resolve();
  }

  /** Called by the one who could not, so that nobody waits for ever. */
  markNotForgotten(why: GantryError): void {
    this.#forgotten.reject(why);
  }

  /**
   * Ends the process: asks QEMU to quit, which closes its images in order, and kills it if that takes over 2 s.
   * Every step is checked against the identity, so a pid that was reused is never signalled.
   */
  async end(intended: ProcessEnd): Promise<void> {
    this.intendedEnd = intended;
    this.#ending.resolve();
    const limit = AbortSignal.timeout(2000);
    try {
      await this.monitor.execute("quit", undefined, { timeoutMs: 2000 });
      await waitUntilGone(this.identity, limit);
    } catch {
      // Hung, half closed, or already gone: the kill settles all three.
    }
    await killProcess(this.identity, this.incarnation);
    this.monitor.close();
  }

  /** Lets the process live on without us. */
  release(): void {
    this.released = true;
    this.monitor.close();
  }
}
