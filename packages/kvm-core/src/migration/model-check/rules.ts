import {
  arrived,
  begun,
  calledOff,
  claimed,
  committed,
  committedAhead,
  mayClaim,
  letGo,
  mayHandOn,
  mayRun,
  mayTake,
  released,
  staying,
  switching,
  takenBack,
  takenOver,
} from "../../model/ownership-rules.ts";
import { afterHandOn } from "../post-copy/hand-on-rules.ts";
import { afterArrival, afterCommit, stands, unfinished } from "../recovery-rules.ts";

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
  staying,
  committed,
  committedAhead,
  mayHandOn,
  calledOff,
  mayTake,
  arrived,
  takenBack,
  takenOver,
  released,
  letGo,
  unfinished,
  afterCommit,
  afterArrival,
  afterHandOn,
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
  /** A person who says that a host is off has looked, and switched it off. */
  offMeansOff: true,
  /** A person may choose only a side that still has its own process. */
  choosesByItsProcess: true,
  /** The target can be chosen only where hosts share a store. */
  choosesTargetBySharedRecord: true,
  /** What a person has taken over starts from its disks: no copy of the guest's memory is let run. */
  takenOverStartsAnew: true,
  /** A source keeps for ever that its guest was taken over. */
  remembersTakingOver: true,
  /** Post-copy: the agent pauses the guest itself, so that QEMU does not let it go on when the link breaks. */
  pausesBeforePostCopy: true,
  /** Post-copy: the record says that the guest has arrived only once all of its memory has. */
  arrivesWhole: true,
};
/** See {@link rules}. */
export type Rules = typeof rules;
