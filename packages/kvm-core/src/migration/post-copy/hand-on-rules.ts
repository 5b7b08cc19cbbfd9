import type { ProbeReply } from "../../model/migration-peer.ts";

/**
 * What the source's process is still good for in a post-copy move: it stands before the switchover (`held`), came back from
 * it with all of the guest (`whole`), sends (`sending`), was cut off from the target (`cut`), has sent everything (`sent`),
 * is gone, or does not answer (`unknown`).
 */
export type Sending = "held" | "whole" | "sending" | "cut" | "sent" | "gone" | "unknown";

/** Reads the word of `query-migrate` on the source. One that is not known here means that it goes on. */
export function sendingOf(status: string): Sending {
  switch (status) {
    case "pre-switchover":
      return "held";
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
  readonly sending: Sending;
  /** The target has said that it let the guest run. That it may have is not enough: its agent may have died before. */
  readonly heard: boolean;
}

/**
 * What a source does next about a post-copy move that it has committed:
 *
 * - `hand-on`: lets its process go past the switchover; `hand-over`: tells the target to let the guest run;
 * - `rejoin`: opens the stream anew; `retire`: nothing here is needed any more;
 * - `abandon`: what waits on the target, and never ran, is ended there; `take-back`: the guest goes on here;
 * - `end-there`: what ran on the target can never get the rest of its memory, and is ended;
 * - `lost`: neither side can go on, and the guest never ran on the target. It starts here from its disks.
 */
export type NextOfHandOn =
  | "wait"
  | "hand-on"
  | "hand-over"
  | "rejoin"
  | "retire"
  | "abandon"
  | "take-back"
  | "end-there"
  | "lost";

/** See {@link NextOfHandOn}. Nothing is given up before both sides have said that it cannot be mended. */
export function afterHandOn({ answer, ...seen }: AfterHandOn): NextOfHandOn {
  const { sending } = seen;
  if (answer === undefined || sending === "unknown") return "wait";
  switch (answer) {
    case "gone":
    case "failed":
      return ["held", "whole", "sent"].includes(sending) ? "take-back" : "lost";
    case "waiting":
    case "receiving":
      return sending === "held" ? "hand-on" : "wait";
    case "received":
      return beforeItRuns(seen);
    case "committed":
      return onceItMayRun(seen);
  }
}

type Seen = Omit<AfterHandOn, "answer">;

/** The target has the devices, and has not let the guest run. */
function beforeItRuns({ missing, sending }: Seen): NextOfHandOn {
  if (!missing || sending === "sending" || sending === "sent") return "hand-over";
  if (sending === "held") return "wait";
  return sending === "cut" ? "rejoin" : "abandon";
}

function onceItMayRun({ missing, sending, heard }: Seen): NextOfHandOn {
  if (missing && sending === "cut") return "rejoin";
  if (missing && (sending === "gone" || sending === "whole")) return "end-there";
  if (!heard) return "hand-over";
  return missing || sending === "sending" ? "wait" : "retire";
}
