import type { DownControl, InstanceState, Viewer } from "@gantry/kvm-core/model";
import type { AfterClose } from "./reconnect.ts";

/** What is known of a console besides the guest's bytes. */
export interface ConsoleState {
  readonly line:
    | { readonly phase: "connecting" }
    | { readonly phase: "live" }
    | { readonly phase: "lost"; readonly reason: string }
    | { readonly phase: "ended"; readonly reason: string };
  readonly mode: "read" | "write";
  readonly seat: { readonly holder: string | null; readonly mine: boolean };
  readonly viewers: readonly Viewer[];
  readonly size: { readonly cols: number; readonly rows: number };
  /** State of the instance as the console's own host tells it; undefined before the greeting. */
  readonly instance: InstanceState | undefined;
}

/** Before anything is known. */
export const unconnected: ConsoleState = {
  line: { phase: "connecting" },
  mode: "read",
  seat: { holder: null, mine: false },
  viewers: [],
  size: { cols: 80, rows: 24 },
  instance: undefined,
};

/** What changes the state: a frame of the agent, a size that was told to the guest here, or the end of a connection. */
export type ConsoleEvent =
  | DownControl
  | { readonly type: "size"; readonly cols: number; readonly rows: number }
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
      };
    case "seat":
      return { ...state, seat: { holder: event.holder, mine: event.mine }, viewers: event.viewers };
    case "state":
      return { ...state, instance: event.state };
    case "size":
      return { ...state, size: { cols: event.cols, rows: event.rows } };
    case "lost":
      return {
        ...state,
        line:
          event.what.type === "again"
            ? { phase: "lost", reason: event.what.reason }
            : { phase: "ended", reason: event.what.reason },
        seat: { holder: null, mine: false },
      };
    case "gap":
    case "screen":
    case "moved":
    case "boot":
      return state;
  }
}

/** The grey line that a frame leaves in the terminal; undefined for most. */
export function greyWords(control: DownControl, time: string): string | undefined {
  if (control.type === "boot") return `boot ${control.n} · ${time}`;
  if (control.type !== "moved") return undefined;
  const pause = control.pauseMs === undefined ? "" : ` · ${Math.round(control.pauseMs)} ms pause`;
  return `moved ${control.from} → ${control.host}${pause} · ${time}`;
}

/** Who looks and who types, in words. */
export function seatWords({ seat, viewers, mode }: ConsoleState): string {
  const readers = viewers.filter((viewer) => !viewer.writer).map((viewer) => viewer.name);
  const typing = seat.mine
    ? "you are typing"
    : seat.holder === null
      ? "nobody is typing"
      : `${seat.holder} is typing`;
  const you = mode === "read" ? "you are reading, " : "";
  const others =
    readers.length === 0
      ? ""
      : `, ${readers.length === 1 ? "1 reader" : `${readers.length} readers`}: ${readers.join(", ")}`;
  return `${you}${typing}${others}`;
}
