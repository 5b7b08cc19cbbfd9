import type { OwnershipRecord } from "../../model/ownership.ts";

/** Where the source's agent is in its story; see `source-agent.ts`. `recover` is what a new agent begins with. */
export type SourceAt =
  | "idle"
  | "prepare"
  | "open-stream"
  | "await-pause"
  | "mark-switching"
  | "continue"
  | "await-completed"
  | "commit"
  | "learn"
  | "hand-over"
  | "ask-again"
  | "let-run"
  | "quit"
  | "forget"
  | "drop-record"
  | "let-go"
  | "take-over"
  | "commit-ahead"
  | "look"
  | "undo-cancel"
  | "undo-run"
  | "undo-abort"
  | "undo-record"
  | "recover";

/** Where the target's agent is while it takes a guest over; see `target-agent.ts`. */
export type TargetAt =
  | "idle"
  | "store"
  | "arrived"
  | "read-record"
  | "take-record"
  | "gate"
  | "cont"
  | "settle"
  | "unlist";

/** One moment of two agents, their stores and two QEMU processes. Nothing in it is ever changed in place. */
export interface World {
  readonly source: {
    readonly up: boolean;
    readonly at: SourceAt;
    readonly tries: number;
    /** Post-copy: it has heard that the target let the guest run. */
    readonly heard: boolean;
  };
  readonly target: {
    readonly up: boolean;
    readonly at: TargetAt;
    /** The record that the source handed over, and the one that was read before it is replaced. */
    readonly handed: OwnershipRecord | null;
    readonly read: OwnershipRecord | null;
    /** The answer to the hand-over, until the source has it. */
    readonly reply: "done" | "refused" | null;
  };
  /** The source's process. `paused` after the switchover it holds the whole guest still. */
  readonly here: "running" | "paused" | "dead";
  /** The target's process. `received`: paused, and it holds the whole guest. */
  readonly there: "none" | "incoming" | "received" | "running" | "dead";
  /** The migration as the source's QEMU sees it. */
  readonly stream:
    | "none"
    | "active"
    | "pre-switchover"
    | "device"
    | "completed"
    | "failed"
    | "package"
    | "post-copy"
    | "cut"
    | "unheard";
  /** The guest was paused to be moved by post-copy: QEMU does not let it go on by itself, whatever breaks. */
  readonly postCopy: boolean;
  /** The target's process has the guest's devices, and lacks a part of its memory that the source's has. */
  readonly missing: boolean;
  /** A process that somebody started anew after the old one had died: on the source's host, on the target's. */
  readonly startedAnew: { readonly source: boolean; readonly target: boolean };
  /** Ownership records. With a shared store both are the same one. */
  readonly records: { readonly source: OwnershipRecord | null; readonly target: OwnershipRecord | null };
  /** A commit that was sent to a shared store, whose answer was lost: it may take effect at any time, or never. */
  readonly underWay: { readonly record: OwnershipRecord; readonly over: OwnershipRecord } | null;
  /** What is on disk besides. */
  readonly disk: {
    readonly sourceInstance: boolean;
    readonly incomingFile: boolean;
    readonly targetInstance: boolean;
    readonly arrivedFile: boolean;
    /** The target's journal says that its process may have run. */
    readonly willRun: boolean;
    /** The source knows that a person has taken the guest over on it. */
    readonly taken: boolean;
  };
  /** What has happened, for the invariants. */
  readonly past: {
    readonly ranThere: boolean;
    readonly ranHereAfterReceived: boolean;
    /** A person has settled it, once the other host was off. */
    readonly takenOver: boolean;
    /** Post-copy: the link broke within the package of the devices, or one of the two processes died. */
    readonly mayBeLost: boolean;
  };
  readonly crashesLeft: number;
}

/** A step that something in the world can take. */
export interface Step {
  readonly name: string;
  readonly to: World;
}

/** Names of the two hosts and their processes. */
export const sourceHost = "host-a";
export const targetHost = "host-b";
export const sourceProcess = "aaaaaaaaaaaaaaaa";
export const targetProcess = "bbbbbbbbbbbbbbbb";
export const migrationId = "0123456789abcdef";

/** A guest that runs on its source, before its migration begins. */
export function firstWorld(crashes: number, shared: boolean): World {
  const record: OwnershipRecord = {
    uuid: "3a5b6c1e-7d4f-4a2b-9c8d-0e1f2a3b4c5d",
    owner: sourceHost,
    incarnation: sourceProcess,
    epoch: 1,
    state: "running",
    migration: null,
  };
  return {
    source: { up: true, at: "idle", tries: 0, heard: false },
    target: { up: true, at: "idle", handed: null, read: null, reply: null },
    here: "running",
    there: "none",
    stream: "none",
    postCopy: false,
    missing: false,
    startedAnew: { source: false, target: false },
    records: { source: record, target: shared ? record : null },
    underWay: null,
    disk: {
      sourceInstance: true,
      incomingFile: false,
      targetInstance: false,
      arrivedFile: false,
      willRun: false,
      taken: false,
    },
    past: { ranThere: false, ranHereAfterReceived: false, takenOver: false, mayBeLost: false },
    crashesLeft: crashes,
  };
}

/** The source's process runs from now on. */
export function runningHere(world: World): World {
  const isLate = world.there === "received" || world.there === "running";
  const past = { ...world.past, ranHereAfterReceived: world.past.ranHereAfterReceived || isLate };
  return { ...world, here: "running", past };
}

/** The target's process runs from now on. */
export function runningThere(world: World): World {
  return { ...world, there: "running", past: { ...world.past, ranThere: true } };
}
