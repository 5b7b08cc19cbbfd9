import { nameSchema, roles } from "@gantry/kvm-core/model";
import * as z from "zod";
import type { Caller } from "./caller.ts";

/** Header that names the host whose agent calls. */
export const peerHeader = "x-gantry-peer";

const headersSchema = z.object({
  peer: nameSchema,
  // A person's name travels percent-encoded: headers hold ASCII only.
  actor: z.string().max(300).transform(decodeURIComponent).optional(),
  role: z.enum(roles).optional(),
  from: z.string().max(100).optional(),
});

/** What a peer's agent says of the person it calls for. */
export type PeerCall = z.output<typeof headersSchema>;

/** Reads the headers of {@link peerCallHeaders}; undefined when they are not in order. */
export function readPeerCall(header: (name: string) => string | undefined): PeerCall | undefined {
  try {
    return headersSchema.safeParse({
      peer: header(peerHeader),
      actor: header("x-gantry-actor"),
      role: header("x-gantry-role"),
      from: header("x-gantry-from"),
    }).data;
  } catch {
    return undefined;
  }
}

/**
 * The headers with which an agent calls a peer: its own name, the person it acts for, and a secret where no certificate
 * says who calls.
 */
export function peerCallHeaders(
  self: string,
  secret: string | undefined,
  caller?: Caller,
): Record<string, string> {
  return {
    ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
    [peerHeader]: self,
    ...(caller && {
      "x-gantry-actor": encodeURIComponent(caller.name),
      "x-gantry-role": caller.role,
      "x-gantry-from": caller.from,
    }),
  };
}
