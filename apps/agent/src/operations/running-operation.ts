import type { OperationContext } from "@gantry/kvm-core";
import {
  GantryError,
  type Operation,
  type OperationStatus,
  type OperationStep,
} from "@gantry/kvm-core/model";
import type { Work } from "./operations.ts";

/** Hears each new form of an operation. `lasting`: worth writing down; mere progress is not. */
type OnChange = (operation: Operation, lasting: boolean) => void;

/**
 * One operation while it runs: turns what the work says into the record that others see. What the work says in one turn
 * of the event loop, as that one step ends and the next begins, is told as one change and once the turn is over: whoever
 * hears of it, here and on every peer, is not what the work waits for. That it begins and how it ends is told at once.
 */
export class RunningOperation {
  #present: Operation;
  #untold: { readonly soon: NodeJS.Immediate; lasting: boolean } | undefined;
  readonly #onChange: OnChange;
  readonly #cancel = new AbortController();
  readonly #ended = Promise.withResolvers<void>();

  constructor(operation: Operation, onChange: OnChange) {
    this.#present = operation;
    this.#onChange = onChange;
  }

  get present(): Operation {
    return this.#present;
  }

  /** Resolves when the work has ended, however it did. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  cancel(): void {
    this.#cancel.abort(
      new GantryError("cancelled", { message: "This was cancelled.", hint: "Nothing needs to be done." }),
    );
  }

  /** Does the work. Never throws: how it ended is in the record. */
  async run(work: Work): Promise<void> {
    this.#change({ status: "running", startedAt: new Date().toISOString() });
    this.#tell(true);
    try {
      const result = await work(this.#context());
      this.#end(endingOf(result), { ...(result !== undefined && { result: { ...result } }) });
    } catch (thrown) {
      const error = GantryError.from(thrown);
      this.#end(statusOf(error), { error: error.toBody() });
    } finally {
      this.#ended.resolve();
    }
  }

  #context(): OperationContext {
    return {
      signal: this.#cancel.signal,
      step: (name, status, note) => {
        this.#change({ steps: withStep(this.#present.steps, { name, status, note }) });
        this.#tellSoon(true);
      },
      progress: (fraction, text, result) => {
        this.#change({ progress: { fraction, text }, ...(result && { result: { ...result } }) });
        this.#tellSoon(false);
      },
      mayCancel: (allowed) => {
        this.#change({ mayCancel: allowed });
        this.#tellSoon(true);
      },
    };
  }

  #end(status: OperationStatus, rest: Partial<Operation>): void {
    this.#change({ ...rest, status, mayCancel: false, endedAt: new Date().toISOString() });
    this.#tell(true);
  }

  #change(change: Partial<Operation>): void {
    this.#present = { ...this.#present, ...change };
  }

  #tellSoon(lasting: boolean): void {
    this.#untold ??= { soon: setImmediate(() => this.#tell(this.#untold?.lasting ?? false)), lasting };
    this.#untold.lasting ||= lasting;
  }

  #tell(lasting: boolean): void {
    clearImmediate(this.#untold?.soon);
    this.#untold = undefined;
    this.#onChange(this.#present, lasting);
  }
}

function endingOf(result: Readonly<Record<string, unknown>> | void): OperationStatus {
  return result?.["outcome"] === "in-doubt" ? "in-doubt" : "succeeded";
}

function statusOf(error: GantryError): OperationStatus {
  if (error.code === "cancelled") return "cancelled";
  return error.code === "migration_in_doubt" ? "in-doubt" : "failed";
}

function withStep(
  steps: readonly OperationStep[],
  { name, status, note }: { name: string; status: OperationStep["status"]; note: string | undefined },
): OperationStep[] {
  const at = new Date().toISOString();
  const ended = status !== "pending" && status !== "running";
  const known = steps.find((step) => step.name === name);
  const step: OperationStep = {
    ...(known ?? (status === "pending" ? {} : { startedAt: at })),
    name,
    status,
    ...(status === "running" && known?.startedAt === undefined && { startedAt: at }),
    ...(ended && { endedAt: at }),
    ...(note !== undefined && { note }),
  };
  return known === undefined ? [...steps, step] : steps.map((other) => (other === known ? step : other));
}
