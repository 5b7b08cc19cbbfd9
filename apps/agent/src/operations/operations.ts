import { randomBytes } from "node:crypto";
import type { OperationContext } from "@gantry/kvm-core";
import { GantryError, isEnded, type Operation, type OperationKind } from "@gantry/kvm-core/model";
import { Subscribers } from "../hosts/subscribers.ts";
import { type KeepingTable, KeptOperations } from "./kept-operations.ts";
import { RunningOperation } from "./running-operation.ts";

/** Ended operations that are remembered. */
const keep = 2000;

/** What an operation does. What it returns is the operation's result. */
export type Work = (context: OperationContext) => Promise<Readonly<Record<string, unknown>> | void>;

/** What an operation is, and on whose behalf. */
export interface About {
  readonly kind: OperationKind;
  readonly instance: string;
  /** The disk, interface or snapshot of the instance that it is about. */
  readonly part?: string | undefined;
  readonly actor: string;
}

/** Long work of this host as resources: begun, watched, waited for, cancelled, remembered. */
export class Operations {
  readonly #host: string;
  readonly #table: KeptOperations;
  readonly #running = new Map<string, RunningOperation>();
  readonly #changes = new Subscribers<Operation>();

  /** @param onError hears why an operation could not be written down; it goes on all the same. */
  constructor(host: string, table: KeepingTable, onError: (error: unknown) => void = () => undefined) {
    this.#host = host;
    this.#table = new KeptOperations(table, onError);
  }

  /** Begins the work and answers at once. */
  begin({ kind, instance, part, actor }: About, work: Work): Operation {
    const operation: Operation = {
      id: randomBytes(8).toString("hex"),
      kind,
      host: this.#host,
      instance,
      ...(part !== undefined && { part }),
      actor,
      status: "queued",
      createdAt: new Date().toISOString(),
      steps: [],
      mayCancel: false,
    };
    const running = new RunningOperation(operation, (changed, lasting) => this.#changed(changed, lasting));
    this.#running.set(operation.id, running);
    this.#changed(operation, true);
    void running.run(work).finally(() => {
      this.#running.delete(operation.id);
      this.#table.prune(keep);
    });
    return running.present;
  }

  /** @throws GantryError `not_found` */
  get(id: string): Operation {
    const operation = this.find(id);
    if (operation !== undefined) return operation;
    throw new GantryError("not_found", {
      message: `There is no operation ${id} on ${this.#host}.`,
      hint: "`operations.list` shows those that are remembered.",
    });
  }

  find(id: string): Operation | undefined {
    return this.#running.get(id)?.present ?? this.#table.find(id);
  }

  /** Newest first. */
  newest(limit: number): Operation[] {
    return this.#table.newest(limit).map((stored) => this.#running.get(stored.id)?.present ?? stored);
  }

  /** The operation once it has ended, or as it is after `timeoutMs`. */
  async wait(
    id: string,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<Operation> {
    const operation = this.get(id);
    if (isEnded(operation)) return operation;
    const { promise, resolve } = Promise.withResolvers<void>();
    using _ = this.onChange((changed) => {
      if (changed.id === id && isEnded(changed)) resolve();
    });
    const timer = setTimeout(resolve, timeoutMs);
    signal?.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
    return this.get(id);
  }

  /** @throws GantryError `not_found`, `wrong_state` when it has ended or can no longer be cancelled. */
  cancel(id: string): Operation {
    const operation = this.get(id);
    const running = this.#running.get(id);
    if (running?.present.mayCancel) {
      running.cancel();
      return running.present;
    }
    throw new GantryError("wrong_state", {
      message: isEnded(operation)
        ? `This operation has ended (${operation.status}).`
        : "This operation cannot be cancelled at this point.",
      hint: isEnded(operation)
        ? "Nothing is left to cancel."
        : "Wait for it to end; `operations.wait` does so.",
    });
  }

  /** Hears every change until disposed. */
  onChange(listener: (operation: Operation) => void): Disposable {
    return this.#changes.add(listener);
  }

  /**
   * After a restart: what was under way when the agent ended has ended with it.
   *
   * @param explain knows more of some: what they have done already.
   */
  endInterrupted(explain: (operation: Operation) => Partial<Operation> | undefined = () => undefined): void {
    for (const operation of this.#table.unended()) {
      if (operation.kind === "instance.migrate") {
        this.#changed(interrupted(operation), true);
        continue;
      }
      const error = new GantryError("cancelled", {
        message: "The agent was restarted while this was under way.",
        where: `${operation.instance} was not touched by the restart: a guest that ran, runs on.`,
        hint: "Look at the instance's state and repeat what is missing.",
      });
      this.#changed(
        {
          ...operation,
          status: "failed",
          mayCancel: false,
          endedAt: new Date().toISOString(),
          steps: operation.steps.map((step) =>
            step.status === "running" ? { ...step, status: "failed" } : step,
          ),
          error: error.toBody(),
          ...explain(operation),
        },
        true,
      );
    }
  }

  /** Migrations whose end is not known: those that are in doubt, and those that a former agent left. Newest first. */
  unsettledMigrations(): Operation[] {
    return this.newest(keep).filter(
      ({ id, kind, status }) =>
        kind === "instance.migrate" &&
        (status === "in-doubt" || (status === "running" && !this.#running.has(id))),
    );
  }

  /** Writes how a migration has ended, once that is known; or why it is not. */
  settle(
    operation: Operation,
    { status, error, result }: Pick<Operation, "status" | "error" | "result">,
  ): void {
    const { error: _, progress: _progress, ...rest } = operation;
    const ending = status === "succeeded" ? "done" : "failed";
    this.#changed(
      {
        ...rest,
        status,
        mayCancel: false,
        endedAt: new Date().toISOString(),
        steps: operation.steps.map((step) =>
          step.status === "running" ? { ...step, status: ending } : step,
        ),
        ...(error !== undefined && { error }),
        ...(result !== undefined && { result }),
      },
      true,
    );
  }

  /** Asks everything that may still be cancelled to give up, and waits for it a moment. */
  async stop(graceMs: number): Promise<void> {
    const cancelled = [...this.#running.values()].filter(({ present }) => present.mayCancel);
    for (const running of cancelled) running.cancel();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, graceMs);
    await Promise.race([Promise.all(cancelled.map(({ ended }) => ended)), late]);
    clearTimeout(timer);
  }

  #changed(operation: Operation, lasting: boolean): void {
    if (lasting) this.#table.save(operation);
    this.#changes.tell(operation);
  }
}

/** A migration that a former agent left: recovery finds out how it ends, and writes it. See `recovery.ts`. */
function interrupted(operation: Operation): Operation {
  const text = "The agent was restarted; it is finding out what became of the migration.";
  return { ...operation, mayCancel: false, progress: { fraction: operation.progress?.fraction ?? 0, text } };
}
