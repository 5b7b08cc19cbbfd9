import type { DownControl } from "@gantry/kvm-core/model";
import type { ConsoleState } from "./console-state.ts";

/** The grey line that a frame leaves in the terminal; undefined for most. */
export function greyWords(control: DownControl, time: string): string | undefined {
  if (control.type === "boot") return `boot ${control.n} · ${time}`;
  if (control.type !== "moved") return undefined;
  const pause = control.pauseMs === undefined ? "" : `, ${Math.round(control.pauseMs)} ms pause`;
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

const worthTellingSeconds = 5;

/** How long the holder of the seat has not typed; undefined while there is nothing to tell. */
export function idleWords({ seat }: ConsoleState, now: number): string | undefined {
  if (seat.mine || seat.holder === null || seat.idleSince === undefined) return undefined;
  const seconds = Math.floor((now - seat.idleSince) / 1000);
  if (seconds < worthTellingSeconds) return undefined;
  return seconds < 60 ? `idle for ${seconds} s` : `idle for ${Math.floor(seconds / 60)} min`;
}
