import * as z from "zod";
import { GantryError } from "./error.ts";

/** Who may run an instance, and how far a migration of it has come. Changed only by compare-and-swap on its revision. */
export const ownershipRecordSchema = z.strictObject({
  uuid: z.uuid(),
  /** Host that may run the instance. */
  owner: z.string(),
  /** The QEMU process that may run, or null when none does. */
  incarnation: z.string().nullable(),
  /** Grows with every change of the permission to run. */
  epoch: z.int().min(0),
  state: z.enum(["stopped", "starting", "running", "migrating", "committed"]),
  migration: z
    .strictObject({
      id: z.string(),
      source: z.string(),
      target: z.string(),
      targetIncarnation: z.string(),
      /**
       * `staying`: the source found out, or decided, that there was no commit, and there will be none. `arrived`: the guest
       * was let run on the target, whose own record this is, and the source has not yet said that it has let go.
       */
      phase: z.enum(["begun", "transferring", "switching", "staying", "committed", "arrived"]),
      /**
       * Only of a post-copy move: the process of the source that may go past its switchover, although the guest is the
       * target's since the commit, because it still has all of the guest, or a part of it that the target lacks.
       */
      handsOn: z.string().optional(),
    })
    .nullable(),
});

/** See {@link ownershipRecordSchema}. */
export type OwnershipRecord = z.output<typeof ownershipRecordSchema>;

/** A record with the revision that the next change has to name. */
export interface OwnedRevision {
  readonly record: OwnershipRecord;
  readonly revision: number;
}

/**
 * Where ownership records live. One interface for every store; all of them pass the same conformance tests.
 *
 * A change is durable before it is acknowledged. A change that throws has an *unknown outcome*, and not only until the
 * record is read again: it may take effect later, when a member of the store that hung goes on. Whoever acts on its not
 * having been made first makes another change of the same record: after that it cannot any more, since it named a
 * revision that is gone. {@link wasNotSent} tells the failures of which it is known that nothing was asked.
 */
export interface OwnershipStore {
  /** Whether other hosts see the same records. Otherwise a migration hands the record over from store to store. */
  readonly shared: boolean;
  /**
   * The record as it is now, not as a member that fell behind remembers it, or undefined when there is none.
   *
   * @throws GantryError `store_unreachable`, `store_refused`, `state_damaged`.
   */
  read(uuid: string, signal?: AbortSignal): Promise<OwnedRevision | undefined>;
  /**
   * Writes `record` if the stored revision is `expected` (undefined: no record may exist). A revision never comes back,
   * also not when a record is removed and made anew.
   *
   * @returns the new revision, or undefined when somebody else was faster: nothing was written, nor will be.
   */
  compareAndSwap(
    record: OwnershipRecord,
    expected: number | undefined,
    signal?: AbortSignal,
  ): Promise<number | undefined>;
  /** Removes the record if the stored revision is `expected`; false when it was not. */
  remove(uuid: string, expected: number, signal?: AbortSignal): Promise<boolean>;
}

/** Whether this is the failure of a store: it cannot be asked at the moment, which says nothing about any guest. */
export function isStoreFault(error: unknown): error is GantryError {
  return (
    error instanceof GantryError && (error.code === "store_unreachable" || error.code === "store_refused")
  );
}

/** Whether a change that threw this was certainly not made, and will not be. */
export function wasNotSent(error: unknown): boolean {
  return isStoreFault(error) && error.details["mayTakeEffect"] !== true;
}
