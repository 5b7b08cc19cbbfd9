import type { Check } from "../../model/migration.ts";

/** A check without its code. */
export type CheckResult = Omit<Check, "code">;

/** It is as it must be. */
export function pass(message: string, evidence: string): CheckResult {
  return { level: "pass", message, evidence };
}

/** The migration must not begin. */
export function fail(message: string, how: { readonly evidence: string; readonly fix: string }): CheckResult {
  return { level: "fail", message, ...how };
}

/** It can begin, and somebody should know. */
export function warn(message: string, how: { readonly evidence: string; readonly fix: string }): CheckResult {
  return { level: "warn", message, ...how };
}
