import type { Duplex } from "node:stream";
import { GantryError } from "../model/error.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";

/**
 * Makes sure that the other host of a migration does not answer, before a person's word that it is off is taken.
 *
 * @param ask a question that it would answer; it has 5 s, unless the caller's own limit is shorter.
 * @throws GantryError `wrong_state` when it answers anything at all.
 */
export async function assertOff(
  { name, host }: { readonly name: string; readonly host: string },
  peer: MigrationPeer<Duplex> | undefined,
  ask: (peer: MigrationPeer<Duplex>) => Promise<unknown>,
): Promise<void> {
  if (peer === undefined) return;
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), 5000);
  const answers = ask(peer).then(
    () => true,
    (error: unknown) => GantryError.from(error).code !== "host_unreachable",
  );
  try {
    if (!(await Promise.race([answers, late]))) return;
  } finally {
    clearTimeout(timer);
  }
  throw new GantryError("wrong_state", {
    message: `${host} answers: it is not off, and ${name} was not taken over.`,
    hint: "What is left of the migration is settled between the two hosts by itself; look again.",
    details: { host },
  });
}
