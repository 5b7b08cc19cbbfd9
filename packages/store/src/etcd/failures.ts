import { GantryError } from "@gantry/kvm-core/model";
import { refusalSchema } from "./wire.ts";

/** gRPC statuses, as the gateway's refusals carry them. */
const grpc = { notFound: 5, permissionDenied: 7, resourceExhausted: 8, unauthenticated: 16 } as const;

/**
 * What an answer other than success means: `gone` (what was named is not there), `login` (the token is not valid any
 * more), `final` (refused, and nothing was changed), or `unsure`: it may have taken effect, or may still.
 */
export type Verdict = "gone" | "login" | "final" | "unsure";

/** What a member says that does not do as it was asked. */
export function judge(
  status: number,
  body: unknown,
): { readonly verdict: Verdict; readonly message: string } {
  const { message, code } = refusalSchema.safeParse(body).data ?? {
    message: `HTTP status ${status}`,
    code: 0,
  };
  return { verdict: verdictOn(message, { code, status }), message };
}

function verdictOn(message: string, { code, status }: { code: number; status: number }): Verdict {
  if (code === grpc.unauthenticated || status === 401) return "login";
  if (code === grpc.notFound) return "gone";
  // "too many requests" has the same status as a full database, and passes.
  if (code === grpc.resourceExhausted) return message.includes("space exceeded") ? "final" : "unsure";
  if (code === grpc.permissionDenied) return "final";
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? "final" : "unsure";
}

/**
 * No member has answered in time.
 *
 * @param mayTakeEffect whether what was asked may have been done, or may still be done later, by a member whose answer
 *   was lost.
 */
export function unreachable(
  what: string,
  { why, mayTakeEffect }: { readonly why: string; readonly mayTakeEffect: boolean },
): GantryError {
  return new GantryError("store_unreachable", {
    message: `${what}: the store does not answer (${why}).`,
    hint: "Guests run on. See that most members of the etcd cluster run and this host reaches one of them; then try again.",
    details: { mayTakeEffect },
  });
}

/** A member has answered, and will not. */
export function refused(what: string, why: string): GantryError {
  return new GantryError("store_refused", {
    message: `${what}: the store refuses (${why}).`,
    hint: why.includes("space exceeded")
      ? "The etcd cluster has reached its space quota: compact and defragment it, then disarm its NOSPACE alarm."
      : "Mend what etcd names: the user, the password file, the rights on the keys under /gantry/v1/, or its version.",
    details: { why },
  });
}
