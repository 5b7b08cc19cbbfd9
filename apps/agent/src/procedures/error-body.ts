import { type ErrorBody, faultsOf, GantryError, invalid } from "@gantry/kvm-core/model";
import type { TRPCError } from "@trpc/server";
import * as z from "zod";

/** Any failure of a procedure as the one error of Gantry. */
export function gantryErrorOf(error: TRPCError): GantryError {
  if (error.cause instanceof GantryError) return error.cause;
  if (error.code === "BAD_REQUEST" && error.cause instanceof z.core.$ZodError) {
    const faults = faultsOf(new z.ZodError(error.cause.issues));
    const ofSpec = faults.map((fault) => ({ ...fault, path: fault.path.replace(/^spec\.?/, "") }));
    const isOfSpec = faults.length > 0 && faults.every((fault) => /^spec(\.|$)/.test(fault.path));
    // The driver names places in a spec without `spec.` in front, so the schema does too.
    return isOfSpec
      ? invalid("The instance spec", ofSpec, "invalid_spec")
      : invalid("The request", faults, "invalid_input");
  }
  if (error.code === "NOT_FOUND") {
    return new GantryError("not_found", { message: error.message, hint: "Check the name of the procedure." });
  }
  if (error.code === "INTERNAL_SERVER_ERROR") return GantryError.from(error.cause ?? error);
  return new GantryError("invalid_input", {
    message: error.message,
    hint: "Correct the request and send it again.",
  });
}

/** The body that travels in `error.data.gantry`. */
export function errorBodyOf(error: TRPCError): ErrorBody {
  return gantryErrorOf(error).toBody();
}
