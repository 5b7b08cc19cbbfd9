import type { ProbeReply } from "../../model/migration-peer.ts";

/**
 * What the source's process is still good for in a post-copy move: it stands before the switchover (`held`), is past it and
 * it is not known yet which way it went (`deciding`), came back from it with all of the guest (`whole`), sends (`sending`),
 * was cut off from the target (`cut`), has sent everything (`sent`), is gone, or does not answer (`unknown`).
 */
export type Sending = "held" | "deciding" | "whole" | "sending" | "cut" | "sent" | "gone" | "unknown";

/** Reads the word of `query-migrate` on the source. One that is not known here means that it goes on. */
export function sendingOf(status: string): Sending {
  switch (status) {
    case "pre-switchover":
      return "held";
    // Everything has fitted after all, and it ends as a move without post-copy does; or not.
    case "active":
    case "device":
    case "cancelling":
      return "deciding";
    case "none":
    case "failed":
    case "cancelled":
      return "whole";
    case "postcopy-paused":
      return "cut";
    case "completed":
      return "sent";
    default:
      return "sending";
  }
}

/** Whether a process that takes a guest by post-copy lacks a part of it, by its word of `query-migrate`. */
export function lacksMemory(status: string): boolean {
  return status.startsWith("postcopy-");
}

/** What a source knows of a post-copy move that it has committed. */
export interface AfterHandOn {
  /** What the target says of its side; undefined when it does not answer. */
  readonly answer: ProbeReply["phase"] | undefined;
  /** The target's process lives and lacks a part of the guest's memory. */
  readonly missing: boolean;
  /** The target's process has noticed that it was cut off. */
  readonly cutThere: boolean;
  readonly sending: Sending;
  /** The source's process has said the same for so long that it will not say anything else by itself. */
  readonly settled: boolean;
  /** The target has said that it let the guest run. That it may have is not enough: its agent may have died before. */
  readonly heard: boolean;
}

/**
 * What a source does next about a post-copy move that it has committed:
 *
 * - `hand-on`: lets its process go past the switchover; `hand-over`: tells the target to let the guest run;
 * - `notice`: lets its process find out that nobody is at the other end of its stream any more;
 * - `rejoin`: opens the stream anew; `retire`: nothing here is needed any more;
 * - `abandon`: what waits on the target, and never ran, is ended there; `take-back`: the guest goes on here;
 * - `end-there`: what ran on the target can never get the rest of its memory, and is ended;
 * - `lost`: neither side can go on, and the guest never ran on the target. It starts here from its disks.
 */
export type NextOfHandOn =
  | "wait"
  | "hand-on"
  | "hand-over"
  | "notice"
  | "rejoin"
  | "retire"
  | "abandon"
  | "take-back"
  | "end-there"
  | "lost";

/** See {@link NextOfHandOn}. Nothing is given up before both sides have said that it cannot be mended. */
export function afterHandOn({ answer, ...seen }: AfterHandOn): NextOfHandOn {
  const { missing, sending, settled } = seen;
  if (answer === undefined || sending === "unknown") return "wait";
  if (sending === "deciding") return settled ? "notice" : "wait";
  switch (answer) {
    case "gone":
    case "failed":
      return onceItIsGone(seen);
    case "waiting":
    case "receiving":
      if (sending === "held") return "hand-on";
      // What lacks memory has the devices, though it may be too busy with a page to say so.
      return missing && sending === "cut" ? "rejoin" : "wait";
    case "received":
      return beforeItRuns(seen);
    case "committed":
      return onceItMayRun(seen);
  }
}

type Seen = Omit<AfterHandOn, "answer">;

/** The target has nothing of it any more, and never let it run. */
function onceItIsGone({ sending, settled }: Seen): NextOfHandOn {
  if (sending === "held" || sending === "whole" || sending === "sent") return "take-back";
  // A moment later it may say that it has kept all of it.
  if (sending === "sending") return settled ? "lost" : "wait";
  return "lost";
}

/** The target has the devices, and has not let the guest run. */
function beforeItRuns({ missing, sending }: Seen): NextOfHandOn {
  switch (sending) {
    case "held":
      return "wait";
    // Its disks are the source's again: with both it would fail on their locks.
    case "whole":
      return "abandon";
    case "cut":
      return missing ? "rejoin" : "hand-over";
    case "gone":
      return missing ? "abandon" : "hand-over";
    default:
      return "hand-over";
  }
}

function onceItMayRun({ missing, cutThere, sending, heard }: Seen): NextOfHandOn {
  if (missing && sending === "cut") return "rejoin";
  if (missing && (sending === "gone" || sending === "whole")) return "end-there";
  if (!heard) return "hand-over";
  if (missing && cutThere) return "notice";
  return missing ? "wait" : "retire";
}
