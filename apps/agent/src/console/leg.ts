import type { Caller } from "../auth/caller.ts";
import type { StartAt } from "./start-at.ts";
import type { ViewerSocket } from "./viewer-socket.ts";

/** Why a leg ended. `moved`: the instance is on another host now; `gone`: it is on none that this one knows of. */
export type LegEnd = "viewer-left" | "moved" | "gone" | "host-away" | "bad-frame";

/** What a viewer asked for. */
export interface ConsoleWish {
  readonly caller: Caller;
  /** Uuid of the instance. */
  readonly instance: string;
  readonly mode: "read" | "write";
  readonly port: number;
}

/**
 * The part of a viewer's watching during which the instance stays on one host. A viewer that follows an instance over a
 * migration has one leg after the other; the bytes go on where they were.
 */
export interface Leg {
  /**
   * Serves the viewer until the instance leaves this host or the viewer does.
   *
   * @param continued the viewer was greeted by an earlier leg.
   */
  run(viewer: ViewerSocket, begin: { startAt: StartAt; continued: boolean }): Promise<LegEnd>;
  /** Number of the byte the viewer needs next; undefined when it has not been told any. */
  readonly next: number | undefined;
}
