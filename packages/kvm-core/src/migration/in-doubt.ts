import { type DoubtReason, doubtWords } from "../model/doubt.ts";
import { GantryError } from "../model/error.ts";
import type { Passage } from "./move.ts";

/** Only a person, or the host or store that is away, can say how the migration ends: the fixed text of the reason. */
export function inDoubt({ instance, peer }: Passage, reason: DoubtReason, why: string): GantryError {
  const { host } = instance.services;
  const words = doubtWords({
    reason,
    instance: instance.name,
    source: host,
    target: peer.host,
    mayChoose: instance.live !== undefined && reason === "target-unreachable",
  });
  instance.observe("unknown", words.happened);
  return new GantryError("migration_in_doubt", {
    message: words.happened,
    where: `${words.where} ${words.data} ${words.safe}`,
    hint: words.todo,
    details: { reason, source: host, target: peer.host, command: words.command, why },
  });
}
