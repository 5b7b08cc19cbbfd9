import type { GuestKind } from "../guest-kind.ts";

/** Runs of the campaign with these faults. */
export interface CampaignTrap {
  readonly by: "campaign";
  readonly only: string;
  /** One that runs, unless told otherwise. */
  readonly guest?: GuestKind;
  readonly store?: "sqlite" | "etcd";
  readonly lastsMs?: number;
  /** Between the moment and the strike. */
  readonly afterMs?: number;
  /** Recovery mends what it does within seconds: the record is judged as it is when the operation has ended. */
  readonly isMended?: boolean;
  /** It takes hosts with clocks of their own. */
  readonly setsClocks?: boolean;
}

/** Where a mutant is caught: by the campaign, or by the model check of the protocol. */
type Trap = CampaignTrap | { readonly by: "model check" };

/** One mistake, planted by replacing a text of one source file when an agent is bundled. */
export interface Mutant {
  readonly mistake: string;
  /** Below the root of the repository. */
  readonly file: string;
  /** Has to be in the file exactly once: otherwise the mutant is out of date, and says so. */
  readonly text: string;
  readonly instead: string;
  readonly trap: Trap;
}
