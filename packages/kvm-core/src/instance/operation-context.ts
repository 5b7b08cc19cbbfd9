import { GantryError } from "../model/error.ts";
import type { OperationStep } from "../model/operation.ts";

/** How long work tells its caller where it is, and hears that it shall stop. */
export interface OperationContext {
  readonly signal: AbortSignal;
  step(name: string, status: OperationStep["status"], note?: string): void;
  progress(fraction: number, text: string, result?: Readonly<Record<string, unknown>>): void;
  /** From now on a cancel is obeyed, or not any more. */
  mayCancel(allowed: boolean): void;
}

/** A context for callers that want neither progress nor cancel. */
export function silentContext(): OperationContext {
  return {
    signal: new AbortController().signal,
    step: () => undefined,
    progress: () => undefined,
    mayCancel: () => undefined,
  };
}

/** Runs one named step and reports how it went. */
export async function runStep<Result>(
  context: OperationContext,
  name: string,
  act: () => Promise<Result>,
): Promise<Result> {
  context.step(name, "running");
  try {
    const result = await act();
    context.step(name, "done");
    return result;
  } catch (error) {
    context.step(name, "failed", GantryError.from(error).message);
    throw error;
  }
}
