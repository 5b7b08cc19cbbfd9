import type { ErrorBody } from "@gantry/kvm-core/model";
import { TRPCClientError } from "@trpc/client";

/**
 * The body of any failure of a call: the agent's own words when it answered, otherwise the sentence for an agent that
 * did not.
 */
export function errorBodyOf(error: unknown): ErrorBody {
  if (error instanceof TRPCClientError) {
    const data: unknown = error.data;
    if (isRecord(data) && isErrorBody(data["gantry"])) return data["gantry"];
    if (data === undefined || data === null) return unreachable(error.message);
  }
  return {
    code: "internal",
    message: error instanceof Error ? error.message : String(error),
    hint: "Reload the page. If it happens again it is a fault in Gantry.",
    details: {},
    docs: "docs/errors.md#internal",
  };
}

/** Whether the failure says that nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  return errorBodyOf(error).code === "unauthenticated";
}

/** Each fault of an input the agent refused, with the dotted path of its field. */
export function faultsIn(body: ErrorBody): readonly { path: string; message: string }[] {
  const faults = body.details["faults"];
  return Array.isArray(faults) ? faults.filter(isFault) : [];
}

function unreachable(cause: string): ErrorBody {
  return {
    code: "host_unreachable",
    message: "The agent does not answer.",
    hint: "Guests run on without it. Check that the agent runs; this page tries again by itself.",
    details: { cause },
    docs: "docs/errors.md#host_unreachable",
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFault(value: unknown): value is { path: string; message: string } {
  return isRecord(value) && typeof value["path"] === "string" && typeof value["message"] === "string";
}

// Our own agent wrote it; the check is against proxies that answer with something else.
function isErrorBody(value: unknown): value is ErrorBody {
  return (
    isRecord(value) &&
    typeof value["code"] === "string" &&
    typeof value["message"] === "string" &&
    typeof value["hint"] === "string" &&
    isRecord(value["details"])
  );
}
