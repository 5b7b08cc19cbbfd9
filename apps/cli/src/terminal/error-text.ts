import { type ErrorBody, errorBodySchema, GantryError } from "@gantry/kvm-core/model";
import { TRPCClientError } from "@trpc/client";
import * as z from "zod";

/** Errors of packages that stand on their own speak in our codes and fields without being GantryErrors. */
const kindredSchema = errorBodySchema.pick({ code: true, message: true, hint: true }).required();
const answeredSchema = z.looseObject({ gantry: errorBodySchema });

/** Any thrown thing in the wire form of errors. */
export function errorBodyOf(thrown: unknown): ErrorBody {
  if (thrown instanceof TRPCClientError) return answerOf(thrown);
  if (thrown instanceof GantryError) return thrown.toBody();
  const kindred = kindredSchema.safeParse(thrown);
  if (!kindred.success) return GantryError.from(thrown).toBody();
  const { code, message, hint } = kindred.data;
  return new GantryError(code, { message, hint, cause: thrown }).toBody();
}

function answerOf(error: Error & { readonly data: unknown }): ErrorBody {
  const answer = answeredSchema.safeParse(error.data);
  if (answer.success) return answer.data.gantry;
  if (/^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_)/.test(rootCode(error)))
    return untrusted(error).toBody();
  return new GantryError("host_unreachable", {
    message: `The agent does not answer: ${rootCause(error)}.`,
    hint: "Check the address, and that the agent runs.",
    cause: error,
  }).toBody();
}

function untrusted(error: Error): GantryError {
  return new GantryError("certificate_refused", {
    message: `The agent's certificate is not trusted: ${rootCause(error)}.`,
    hint: "Name a copy of the agent's tls/ca.crt, which lies in its state directory, with --ca-file or GANTRY_CA_FILE, and reach the agent by a name or address that is in its certificate.",
    cause: error,
  });
}

function rootCode(error: Error): string {
  if (error.cause instanceof Error) return rootCode(error.cause);
  return "code" in error ? String(error.code) : "";
}

function rootCause(error: Error): string {
  return error.cause instanceof Error ? rootCause(error.cause) : error.message;
}

/** An error for people: what happened, where the guest runs, what to do. */
export function errorText({ message, details, where, hint }: ErrorBody): string {
  // Settings' faults are part of the message already.
  const faults = message.includes("\n") ? [] : faultLines(details["faults"]);
  return [message, ...faults, where, hint].filter((line) => line !== undefined && line !== "").join("\n");
}

function faultLines(faults: unknown): string[] {
  const parsed = z.array(z.looseObject({ path: z.string(), message: z.string() })).safeParse(faults);
  return parsed.success ? parsed.data.map(({ path, message }) => `  ${path}: ${message}`) : [];
}
