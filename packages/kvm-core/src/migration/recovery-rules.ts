import type { ProbeReply } from "../model/migration-peer.ts";
import type { OwnershipRecord } from "../model/ownership.ts";

/** What is left to do about a migration that was not finished, as the record tells one of its two hosts. */
export type Unfinished = "nothing" | "call-off" | "finish" | "leave" | "settle";

/**
 * Before the commit the guest stays with its source; after it, only finishing is possible. A record in which the guest
 * belongs to another host and nothing is under way says that it has arrived there: what is left here goes. One that was
 * handed over to this host has arrived once it may have run here.
 */
export function unfinished(held: OwnershipRecord | undefined, host: string): Unfinished {
  if (held === undefined) return "nothing";
  if (held.migration === null) return held.owner === host ? "nothing" : "leave";
  if (held.owner === host && held.migration.target === host) return "settle";
  return held.state === "committed" ? "finish" : "call-off";
}

/** Whether a source's record still speaks of this migration. If not, nothing that was prepared for it will be needed. */
export function stands(held: OwnershipRecord | undefined, migrationId: string): boolean {
  return held?.migration?.id === migrationId;
}

/**
 * What a target does about a guest that has arrived, once its source was asked: nothing as long as the source holds what
 * is left of it; or it is its own from now on; or a person has taken it over on the source while this host was off.
 */
export function afterArrival(
  answer: { readonly stands: boolean; readonly taken: boolean } | undefined,
): "wait" | "keep" | "withdraw" {
  if (answer === undefined || answer.stands) return "wait";
  return answer.taken ? "withdraw" : "keep";
}

/** What the source knows when a hand-over was not confirmed. */
export interface AfterCommit {
  /** What the target says of its side; undefined when it does not answer. */
  readonly answer: ProbeReply["phase"] | undefined;
  /** The source's own paused process can be spoken with. */
  readonly hasProcess: boolean;
  /** A process of the source is on record, though it may hang. */
  readonly processOnRecord: boolean;
}

/**
 * What a source does about a guest that it has given away. It takes it back only when the target itself says that it
 * never ran the guest and has no process of it any more. Else it hands over again, also when its own process is gone:
 * what the target holds is then the only copy.
 */
export function afterCommit({
  answer,
  hasProcess,
  processOnRecord,
}: AfterCommit): "wait" | "take-back" | "hand-over" {
  if (answer === undefined) return "wait";
  if (answer !== "gone" && answer !== "failed") return "hand-over";
  // A process that hangs may still hold the guest: as long as it is on record, its memory is not given up.
  return !hasProcess && processOnRecord ? "wait" : "take-back";
}
