import type { ErrorCode } from "@gantry/kvm-core/model";
import { TRPCError } from "@trpc/server";
import { gantryErrorOf } from "./error-body.ts";

type TrpcCode = TRPCError["code"];

const trpcCodes: Readonly<Record<ErrorCode, TrpcCode>> = {
  invalid_input: "BAD_REQUEST",
  invalid_spec: "BAD_REQUEST",
  not_found: "NOT_FOUND",
  name_taken: "CONFLICT",
  wrong_state: "CONFLICT",
  changed_meanwhile: "CONFLICT",
  busy: "CONFLICT",
  file_missing: "UNPROCESSABLE_CONTENT",
  file_in_use: "CONFLICT",
  image_refused: "UNPROCESSABLE_CONTENT",
  download_failed: "BAD_GATEWAY",
  download_refused: "UNPROCESSABLE_CONTENT",
  port_in_use: "CONFLICT",
  bridge_missing: "UNPROCESSABLE_CONTENT",
  network_failed: "INTERNAL_SERVER_ERROR",
  memory_short: "CONFLICT",
  disk_full: "CONFLICT",
  qemu_missing: "SERVICE_UNAVAILABLE",
  qemu_failed: "INTERNAL_SERVER_ERROR",
  kvm_unusable: "SERVICE_UNAVAILABLE",
  monitor_failed: "INTERNAL_SERVER_ERROR",
  monitor_timeout: "GATEWAY_TIMEOUT",
  guest_agent_failed: "BAD_GATEWAY",
  stop_timed_out: "CONFLICT",
  state_damaged: "INTERNAL_SERVER_ERROR",
  state_dir_in_use: "CONFLICT",
  path_refused: "UNPROCESSABLE_CONTENT",
  ownership_refused: "CONFLICT",
  store_unreachable: "SERVICE_UNAVAILABLE",
  store_refused: "BAD_GATEWAY",
  checks_refused: "PRECONDITION_FAILED",
  migration_failed: "INTERNAL_SERVER_ERROR",
  migration_in_doubt: "INTERNAL_SERVER_ERROR",
  memory_lost: "INTERNAL_SERVER_ERROR",
  host_unknown: "NOT_FOUND",
  host_unreachable: "BAD_GATEWAY",
  host_maintenance: "CONFLICT",
  certificate_refused: "FORBIDDEN",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  rate_limited: "TOO_MANY_REQUESTS",
  too_large: "PAYLOAD_TOO_LARGE",
  cancelled: "CLIENT_CLOSED_REQUEST",
  timed_out: "GATEWAY_TIMEOUT",
  unsupported: "NOT_IMPLEMENTED",
  internal: "INTERNAL_SERVER_ERROR",
};

/** The same error with the tRPC code, and with it the HTTP status, that belongs to our code. */
export function withStatus(error: TRPCError): TRPCError {
  const failure = gantryErrorOf(error);
  const code = trpcCodes[failure.code];
  if (error.code === code || failure.code === "internal") return error;
  return new TRPCError({ code, message: failure.message, cause: failure });
}
