import { GantryError } from "@gantry/kvm-core/model";
import { jsonDepth } from "./json-depth.ts";
import type { Refusal } from "./refusal.ts";

/** Largest request body, in bytes. */
export const maxBodyBytes = 256 * 1024;
/** Calls in one batched request. */
export const maxBatch = 10;
const maxDepth = 16;

/** Why the body of a call is refused before it is parsed; undefined when it is not. */
export function refuseBody(contentType: string | undefined, body: string): Refusal | undefined {
  // Other types can be sent by a plain form of any page.
  if (contentType?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    return refused(
      415,
      "invalid_input",
      "The body is not JSON.",
      "Send it with `Content-Type: application/json`.",
    );
  }
  return refuseDepth(body);
}

/** Why the `?input=` of a query is refused. */
export function refuseDepth(json: string): Refusal | undefined {
  if (jsonDepth(json) <= maxDepth) return undefined;
  return refused(
    400,
    "too_large",
    `The input is nested deeper than ${maxDepth} levels.`,
    "Send something flatter.",
  );
}

/** The body is longer than {@link maxBodyBytes}. */
export function tooLarge(): Refusal {
  return refused(413, "too_large", "The body is larger than 256 KiB.", "Send less at once.");
}

function refused(
  status: Refusal["status"],
  code: "invalid_input" | "too_large",
  message: string,
  hint: string,
): Refusal {
  return { status, error: new GantryError(code, { message, hint }) };
}
