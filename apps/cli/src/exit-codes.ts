import type { ErrorCode } from "@gantry/kvm-core/model";

/** What the shell gets to see. Part of the public face: scripts rely on these numbers. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  wrongState: 4,
  notAllowed: 5,
  unreachable: 6,
  refusedByChecks: 7,
  cancelled: 8,
  timedOut: 9,
  needsAPerson: 10,
  interrupted: 130,
} as const;

const codeOfError: Partial<Record<ErrorCode, number>> = {
  invalid_input: exitCodes.usage,
  invalid_spec: exitCodes.usage,
  not_found: exitCodes.notFound,
  host_unknown: exitCodes.notFound,
  wrong_state: exitCodes.wrongState,
  changed_meanwhile: exitCodes.wrongState,
  busy: exitCodes.wrongState,
  name_taken: exitCodes.wrongState,
  file_in_use: exitCodes.wrongState,
  port_in_use: exitCodes.wrongState,
  host_maintenance: exitCodes.wrongState,
  state_dir_in_use: exitCodes.wrongState,
  unauthenticated: exitCodes.notAllowed,
  forbidden: exitCodes.notAllowed,
  certificate_refused: exitCodes.notAllowed,
  rate_limited: exitCodes.notAllowed,
  host_unreachable: exitCodes.unreachable,
  store_unreachable: exitCodes.unreachable,
  checks_refused: exitCodes.refusedByChecks,
  image_refused: exitCodes.refusedByChecks,
  download_refused: exitCodes.refusedByChecks,
  download_failed: exitCodes.unreachable,
  cancelled: exitCodes.cancelled,
  timed_out: exitCodes.timedOut,
  stop_timed_out: exitCodes.timedOut,
  monitor_timeout: exitCodes.timedOut,
  migration_in_doubt: exitCodes.needsAPerson,
};

/** The exit code that tells a script what kind of failure this was. */
export function exitCodeOf(code: ErrorCode): number {
  return codeOfError[code] ?? exitCodes.failed;
}
