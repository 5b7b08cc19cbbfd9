import { errorBodySchema, GantryError } from "@gantry/kvm-core/model";
import { TRPCClientError } from "@trpc/client";
import * as z from "zod";

const dataSchema = z.object({ gantry: errorBodySchema });

/** What went wrong with a call to a peer: the peer's own error, or that it does not answer. */
export function peerFailure(host: string, thrown: unknown): GantryError {
  if (thrown instanceof GantryError) return thrown;
  if (thrown instanceof TRPCClientError) {
    const data = dataSchema.safeParse(thrown.data);
    if (data.success) return ofPeer(host, GantryError.fromBody(data.data.gantry));
    if (thrown.cause instanceof GantryError) return thrown.cause;
  }
  return unreachable(host, thrown);
}

/** The peer cannot be asked. What it was asked to do may or may not have happened. */
export function unreachable(host: string, cause: unknown): GantryError {
  return new GantryError("host_unreachable", {
    message: `${host} does not answer.`,
    where: `Guests on ${host} run on; what they do cannot be seen from here.`,
    hint: `Check that the agent on ${host} runs and that this host can reach it; lists show it again as soon as it answers.`,
    details: { host },
    cause,
  });
}

function ofPeer(host: string, error: GantryError): GantryError {
  // The peer refuses us, not the person: telling a browser to sign in again would be wrong.
  if (error.code !== "unauthenticated") return error;
  return new GantryError("host_unreachable", {
    message: `${host} does not accept this agent's secret.`,
    hint: `Put the content of ${host}'s peer secret file into the secretFile that GANTRY_PEERS names for it.`,
    details: { host },
    cause: error,
  });
}
