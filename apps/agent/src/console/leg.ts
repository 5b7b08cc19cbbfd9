import type { Caller } from "../auth/caller.ts";
import type { StartAt } from "./start-at.ts";
import type { ViewerSocket } from "./viewer-socket.ts";

/**
 * Why a leg ended. `moved`: the instance is on another host now; `gone`: it is on none that this one knows of;
 * `reopened`: it is where it was and has other ports.
 */
export type LegEnd = "viewer-left" | "moved" | "gone" | "reopened" | "host-away" | "bad-frame";

/** What a viewer asked for. */
export interface ConsoleWish {
  readonly caller: Caller;
  /** Uuid of the instance. */
  readonly instance: string;
  readonly mode: "read" | "write";
  readonly port: number;
  /** Whether a free seat is the viewer's at once, without typing or asking. */
  readonly takesFreeSeat: boolean;
}

/** How a leg begins. */
export interface LegBegin {
  readonly startAt: StartAt;
  /** The viewer was greeted by an earlier leg. */
  readonly continued: boolean;
  /** Whether a free seat is the viewer's at once: after a move it is whose it was before. */
  readonly takesFreeSeat: boolean;
}

/**
 * The part of a viewer's watching during which the instance stays on one host. A viewer that follows an instance over a
 * migration has one leg after the other; the bytes go on where they were.
 */
export interface Leg {
  /** Serves the viewer until the instance leaves this host or the viewer does. */
  run(viewer: ViewerSocket, begin: LegBegin): Promise<LegEnd>;
  /** Number of the byte the viewer needs next; undefined when it has not been told any. */
  readonly next: number | undefined;
  /** Whether the viewer may type, as far as it was told. */
  readonly hasSeat: boolean;
}
