import type { OperationContext } from "@gantry/kvm-core";
import {
  type EvacuationOutcome,
  type EvacuationPlan,
  type EvacuationProgressRow,
  type EvacuationRow,
  GantryError,
  isEnded,
  type Operation,
  type OperationStep,
} from "@gantry/kvm-core/model";
import type { Operations } from "../operations/operations.ts";
import { EvacuationLedger } from "./ledger.ts";
import { progressText, verdict } from "./result-words.ts";

/** What an evacuation does with its host. */
export interface EvacuationHands {
  /** Sets the host into maintenance; absent when that is not wanted. */
  readonly maintain?: () => Promise<void>;
  readonly plan: () => Promise<EvacuationPlan>;
  /** Begins to move one, or to shut it down. */
  readonly begin: (row: EvacuationRow) => Promise<Operation>;
}

/** Names that no instance can have: a step of each instance follows. */
const firstSteps = { maintenance: "set maintenance", plan: "make the plan" } as const;

const stepOf: Partial<Record<EvacuationOutcome, OperationStep["status"]>> = {
  moved: "done",
  "shut-down": "done",
  cancelled: "undone",
};

/**
 * Empties a host: each move is an operation of its own, with its own commit and its own recovery. This one begins them in the
 * order of the plan, listens, and goes on with the others when one fails.
 *
 * A cancel begins no more and cancels those that may still be cancelled; those past their commit are waited for.
 *
 * @throws GantryError `cancelled`, `checks_refused`, `migration_failed`, `migration_in_doubt`, when not all of it was done.
 */
export async function evacuate(
  hands: EvacuationHands,
  operations: Operations,
  context: OperationContext,
): Promise<Readonly<Record<string, unknown>>> {
  context.mayCancel(true);
  if (hands.maintain !== undefined) {
    await hands.maintain();
    context.step(firstSteps.maintenance, "done");
  }
  context.step(firstSteps.plan, "running");
  const plan = await hands.plan();
  const ledger = new EvacuationLedger(plan);
  const tell = () => context.progress(ledger.fraction, progressText(ledger.rows), { ...ledger.result });
  tell();
  context.step(firstSteps.plan, "done", plan.text);
  const queue: EvacuationRow[] = [];
  for (const row of plan.rows) {
    const isWork = row.class === "movable" || row.class === "shut-down";
    if (isWork) queue.push(row);
    context.step(row.instance, isWork ? "pending" : "skipped", isWork ? noteOf(row) : row.why);
  }
  const work = async () => {
    while (!context.signal.aborted) {
      const row = queue.shift();
      if (row === undefined) return;
      ledger.begun(row.uuid);
      tell();
      context.step(row.instance, "running", noteOf(row));
      const ended = await one(row, { hands, operations, ledger, tell, signal: context.signal });
      tell();
      context.step(row.instance, stepOf[ended?.outcome ?? "failed"] ?? "failed", ended?.text);
    }
  };
  await Promise.all(Array.from({ length: plan.options.concurrency }, work));
  const left = context.signal.aborted ? ledger.stopped() : [];
  tell();
  for (const { instance } of left) context.step(instance, "skipped", "not begun");
  const error = verdict(plan.host, ledger.rows, { cancelled: context.signal.aborted });
  if (error !== undefined) throw error;
  return { ...ledger.result };
}

interface Following {
  readonly hands: EvacuationHands;
  readonly operations: Operations;
  readonly ledger: EvacuationLedger;
  readonly tell: () => void;
  readonly signal: AbortSignal;
}

/** One instance from its turn to its end. Never throws: how it ended is in the ledger. */
async function one(row: EvacuationRow, following: Following): Promise<EvacuationProgressRow | undefined> {
  const { hands, ledger } = following;
  try {
    const begun = await hands.begin(row);
    return ledger.ended(row.uuid, await untilEnded(row.uuid, begun, following));
  } catch (thrown) {
    return ledger.refused(row.uuid, GantryError.from(thrown).toBody());
  }
}

/** Listens to an operation until it has ended, and passes a cancel on as soon as it may be. */
async function untilEnded(
  uuid: string,
  { id }: Operation,
  { operations, ledger, tell, signal }: Following,
): Promise<Operation> {
  const { promise, resolve } = Promise.withResolvers<Operation>();
  let isCancelled = false;
  const hear = (operation: Operation) => {
    if (isEnded(operation)) return resolve(operation);
    ledger.heard(uuid, operation);
    tell();
    if (!signal.aborted || isCancelled || !operation.mayCancel) return;
    isCancelled = true;
    operations.cancel(id);
  };
  using _ = operations.onChange((operation) => {
    if (operation.id === id) hear(operation);
  });
  const onAbort = () => hear(operations.get(id));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    hear(operations.get(id));
    return await promise;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function noteOf({ class: kind, target }: EvacuationRow): string {
  return kind === "movable" ? `→ ${target ?? "?"}` : "will be shut down";
}
