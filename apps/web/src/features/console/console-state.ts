import type { Translate } from "#lib/messages/translate.ts";
import type { DownControl, InstanceState, Viewer } from "@gantry/kvm-core/model";
import type { AfterClose } from "./reconnect.ts";

/** Who may type, as this page knows it. */
export interface SeatState {
  readonly holder: string | null;
  readonly mine: boolean;
  /** Since when the holder has not typed, in milliseconds of this page's clock; undefined when the agent does not tell. */
  readonly idleSince: number | undefined;
  /** Who else waits for the holder to give it back. */
  readonly asking: readonly string[];
  /** Whether this page asked and waits. */
  readonly asked: boolean;
}

/** What is known of a console besides the guest's bytes. */
export interface ConsoleState {
  readonly line:
    | { readonly phase: "connecting" }
    | { readonly phase: "live" }
    | { readonly phase: "lost"; readonly reason: string }
    | { readonly phase: "ended"; readonly reason: string };
  readonly mode: "read" | "write";
  readonly seat: SeatState;
  readonly viewers: readonly Viewer[];
  readonly size: { readonly cols: number; readonly rows: number };
  /** State of the instance as the console's own host tells it; undefined before the greeting. */
  readonly instance: InstanceState | undefined;
  /** Number of the present boot; undefined before the greeting. */
  readonly boot: number | undefined;
}

const nobody: SeatState = { holder: null, mine: false, idleSince: undefined, asking: [], asked: false };

/** Before anything is known. */
export const unconnected: ConsoleState = {
  line: { phase: "connecting" },
  mode: "read",
  seat: nobody,
  viewers: [],
  size: { cols: 80, rows: 24 },
  instance: undefined,
  boot: undefined,
};

type SeatFrame = Extract<DownControl, { type: "seat" }>;

/**
 * What changes the state: a frame of the agent (one of the seat with the moment it was heard), what was done here, or
 * the end of a connection.
 */
export type ConsoleEvent =
  | Exclude<DownControl, SeatFrame>
  | (SeatFrame & { readonly heardAt: number })
  | { readonly type: "size"; readonly cols: number; readonly rows: number }
  | { readonly type: "asked" | "stopped-asking" }
  | { readonly type: "lost"; readonly what: AfterClose };

/** The state after an event. */
export function afterEvent(state: ConsoleState, event: ConsoleEvent): ConsoleState {
  switch (event.type) {
    case "hello":
      return {
        ...state,
        line: { phase: "live" },
        mode: event.mode,
        viewers: event.viewers,
        size: event.size,
        instance: event.state,
        boot: event.boot,
      };
    case "seat":
      return { ...state, seat: seatAfter(state.seat, event), viewers: event.viewers };
    case "asked":
    case "stopped-asking":
      return { ...state, seat: { ...state.seat, asked: event.type === "asked" } };
    case "state":
      return { ...state, instance: event.state };
    case "size":
      return { ...state, size: { cols: event.cols, rows: event.rows } };
    case "boot":
      return { ...state, boot: event.n };
    case "lost":
      return {
        ...state,
        line:
          event.what.type === "again"
            ? { phase: "lost", reason: event.what.reason }
            : { phase: "ended", reason: event.what.reason },
        seat: nobody,
      };
    case "gap":
    case "screen":
    case "moved":
      return state;
  }
}

function seatAfter(before: SeatState, frame: SeatFrame & { readonly heardAt: number }): SeatState {
  const { holder, mine, idleSeconds, asking = [], heardAt } = frame;
  return {
    holder,
    mine,
    idleSince: idleSeconds === undefined ? undefined : heardAt - idleSeconds * 1000,
    asking,
    // Another holder is another one to ask.
    asked: before.asked && !mine && holder !== null && holder === before.holder,
  };
}

/** The line is there, but nobody is at its other end. */
export function isOff({ line, instance }: ConsoleState): boolean {
  return (
    line.phase === "live" && (instance === "stopped" || instance === "crashed" || instance === "suspended")
  );
}

/** Why nothing can be typed now; undefined when it can. Whoever finds the seat free takes it by typing. */
export function whyNotTyping(state: ConsoleState, t: Translate): string | undefined {
  const { line, mode, seat } = state;
  if (line.phase !== "live") return t("The console is not connected.");
  if (isOff(state)) return t("It is off: nobody would read what is typed.");
  if (mode === "read") return t("You may read this console, not type on it.");
  if (seat.mine || seat.holder === null) return undefined;
  return t("{name} has the keyboard: ask for it, or take it over.", { name: seat.holder });
}
