import type { OwnershipRecord } from "../../model/ownership.ts";

/** What is known of a guest that was going over from one process of this host to another when nobody followed it any more. */
export interface LeftSuccession {
  readonly record: OwnershipRecord | undefined;
  readonly old: { readonly incarnation: string; readonly lives: boolean };
  readonly successor: {
    readonly incarnation: string;
    readonly lives: boolean;
    /** The journal speaks of it: the run gate may have let it run. */
    readonly mayHaveRun: boolean;
  };
}

/**
 * Which process is to be the instance. Whom the record names has the guest, unless it is the new one, died, and certainly
 * never ran: then the old one still has all of it. `lost`: neither has. `neither`: the record speaks of another time.
 */
export function heirOf({
  record,
  old,
  successor,
}: LeftSuccession): "successor" | "old" | "take-back" | "lost" | "neither" {
  if (record?.incarnation === old.incarnation) return "old";
  if (record?.incarnation !== successor.incarnation) return "neither";
  if (successor.lives || successor.mayHaveRun) return "successor";
  return old.lives ? "take-back" : "lost";
}
