import { GantryError } from "../model/error.ts";

/** Hears how each step goes. */
export interface SagaListener {
  step(name: string, status: "running" | "done" | "failed" | "undone" | "skipped", note?: string): void;
}

interface Undo {
  readonly name: string;
  readonly act: () => Promise<void>;
}

/**
 * Named steps, each with its undo beside it. When a step throws before the point of no return, everything that was done
 * is undone in reverse order and the error goes on to the caller. Past that point nothing is ever undone.
 */
export class Saga {
  readonly #listener: SagaListener;
  readonly #undos: Undo[] = [];
  readonly #lifetime: AbortSignal | undefined;
  #pastNoReturn = false;

  /** @param lifetime once aborted nothing is undone: whoever comes next finds everything as it stands and recovers. */
  constructor(listener: SagaListener, lifetime?: AbortSignal) {
    this.#listener = listener;
    this.#lifetime = lifetime;
  }

  /** Runs `act`. `undo` is registered before it starts, so that half of an act is undone too: it must bear that. */
  async step<Result>(name: string, act: () => Promise<Result>, undo?: () => Promise<void>): Promise<Result> {
    this.#listener.step(name, "running");
    if (undo !== undefined && !this.#pastNoReturn) this.#undos.push({ name, act: undo });
    try {
      const result = await act();
      this.#listener.step(name, "done");
      return result;
    } catch (error) {
      this.#listener.step(name, "failed", GantryError.from(error).message);
      if (!this.#pastNoReturn && this.#lifetime?.aborted !== true) await this.#undoAll();
      throw error;
    }
  }

  /** Tells of a step that this time has nothing to do. */
  skip(name: string): void {
    this.#listener.step(name, "skipped");
  }

  /** From here on the saga can only be finished, by itself or by recovery. */
  passNoReturn(): void {
    this.#pastNoReturn = true;
    this.#undos.length = 0;
  }

  async #undoAll(): Promise<void> {
    for (let undo = this.#undos.pop(); undo !== undefined; undo = this.#undos.pop()) {
      const { name, act } = undo;
      try {
        await act();
        this.#listener.step(name, "undone");
      } catch (error) {
        // The rest is still undone; what stays is named in the step and mended by recovery.
        this.#listener.step(name, "failed", `undo failed: ${GantryError.from(error).message}`);
      }
    }
  }
}
