import { GantryError, nameSchema } from "@gantry/kvm-core/model";
import * as z from "zod";

const prefix = "gantry-join-";

const contentSchema = z.strictObject({
  /** The host that answers. */
  host: nameSchema,
  /** `address:port` under which it can be reached, in the order to try. */
  addresses: z.array(z.string().max(300)).min(1).max(64),
  /** SHA-256 of the authority's public key: what makes sure that it is that host which answers. */
  authority: z.string().regex(/^[0-9a-f]{64}$/),
  /** The right itself, good once. */
  secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
/** What is in a join token. */
export type JoinToken = z.output<typeof contentSchema>;

/** The token as it is handed from one person to another: one word that survives a terminal and a chat. */
export function writeJoinToken(token: JoinToken): string {
  return prefix + Buffer.from(JSON.stringify(token)).toString("base64url");
}

/** @throws GantryError `invalid_input` when it is none, or was cut off. */
export function readJoinToken(text: string): JoinToken {
  try {
    const word = text.trim();
    if (word.startsWith(prefix))
      return contentSchema.parse(JSON.parse(Buffer.from(word.slice(prefix.length), "base64url").toString()));
  } catch {
    // Cut off, or another word altogether.
  }
  throw new GantryError("invalid_input", {
    message: "This is no join token, or a part of it is missing.",
    hint: `Copy the whole word that \`gantry host invite\` has printed; it begins with ${prefix}.`,
    details: { faults: [{ path: "token", message: "is no join token" }] },
  });
}
