import type { OwnershipRecord } from "@gantry/kvm-core/model";

export const uuid = "3a5b6c1e-7d4f-4a2b-9c8d-0e1f2a3b4c5d";

/** A record of `uuid` that host-a holds. */
export function recordOf(changes: Partial<OwnershipRecord> = {}): OwnershipRecord {
  return {
    ...{ uuid, owner: "host-a", incarnation: null, epoch: 0, state: "stopped", migration: null },
    ...changes,
  };
}
