import {
  arrived,
  begun,
  calledOff,
  claimed,
  committed,
  mayClaim,
  mayRun,
  mayTake,
  released,
  switching,
  takenBack,
} from "../../model/ownership-rules.ts";
import { afterCommit, stands, unfinished } from "../recovery-rules.ts";

/**
 * The rules of the protocol, those that the driver itself uses, and the properties of QEMU and the store it relies on.
 * A test replaces one to prove that the checker would notice.
 */
export const rules = {
  mayRun,
  mayClaim,
  claimed,
  begun,
  switching,
  committed,
  calledOff,
  mayTake,
  arrived,
  takenBack,
  released,
  unfinished,
  afterCommit,
  stands,
  /** The target's QEMU is started with `-S`: it does not run what it has received. */
  waitsForGate: true,
  /** `return-path`: the source's QEMU says completed only after the target's has everything. */
  completedMeansReceived: true,
  /** A change of the record names the revision it was made from. */
  comparesBeforeSwap: true,
  /** The journal has the line before QEMU is told to run. */
  writesWillRunFirst: true,
  /** The source waits for the target's word before it ends its own process. */
  quitsAfterHandOver: true,
  /** The record is committed only after the source saw `completed` itself. */
  commitsAfterCompleted: true,
};
/** See {@link rules}. */
export type Rules = typeof rules;
