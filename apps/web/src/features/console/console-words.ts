import type { Translate } from "#lib/messages/translate.ts";
import type { DownControl } from "@gantry/kvm-core/model";
import type { ConsoleState } from "./console-state.ts";

/** The grey line that a frame leaves in the terminal; undefined for most. */
export function greyWords(control: DownControl, time: string, t: Translate): string | undefined {
  if (control.type === "boot") return t("boot {number} · {time}", { number: control.n, time });
  if (control.type !== "moved") return undefined;
  const { from, host, pauseMs } = control;
  return pauseMs === undefined
    ? t("moved {from} → {host} · {time}", { from, host, time })
    : t("moved {from} → {host}, {pause} ms pause · {time}", { from, host, pause: Math.round(pauseMs), time });
}

/** Who looks and who types, in words. */
export function seatWords({ seat, viewers, mode }: ConsoleState, t: Translate): string {
  const readers = viewers.filter((viewer) => !viewer.writer).map((viewer) => viewer.name);
  const typing = seat.mine
    ? t("you are typing")
    : seat.holder === null
      ? t("nobody is typing")
      : t("{name} is typing", { name: seat.holder });
  const you = mode === "read" ? `${t("you are reading")}, ` : "";
  const others =
    readers.length === 0
      ? ""
      : `, ${t.many(readers.length, "{n} reader: {names}", "{n} readers: {names}", { names: readers.join(", ") })}`;
  return `${you}${typing}${others}`;
}

const worthTellingSeconds = 5;

/** How long the holder of the seat has not typed; undefined while there is nothing to tell. */
export function idleWords({ seat }: ConsoleState, now: number, t: Translate): string | undefined {
  if (seat.mine || seat.holder === null || seat.idleSince === undefined) return undefined;
  const seconds = Math.floor((now - seat.idleSince) / 1000);
  if (seconds < worthTellingSeconds) return undefined;
  return t("idle for {time}", { time: seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min` });
}
