import * as z from "zod";

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
      phase: z.enum(["begun", "transferring", "switching", "committed"]),
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
 * A change is durable before it is acknowledged. A thrown error means *outcome unknown*: read again before acting.
 */
export interface OwnershipStore {
  /** The record, or undefined when there is none. */
  read(uuid: string): Promise<OwnedRevision | undefined>;
  /**
   * Writes `record` if the stored revision is `expected` (undefined: no record may exist).
   *
   * @returns the new revision, or undefined when somebody else was faster: nothing was written.
   */
  compareAndSwap(record: OwnershipRecord, expected: number | undefined): Promise<number | undefined>;
  /** Removes the record if the stored revision is `expected`; false when it was not. */
  remove(uuid: string, expected: number): Promise<boolean>;
}
