import type { Translate } from "./messages/translate.ts";

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Bytes in the largest unit that keeps the number at 1 or more: `49 MiB`, `1.5 GiB`, `0 B`. */
export function formatBytes(bytes: number, t: Translate): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${t.number(threeDigits(value, unit))} ${units[unit] ?? "B"}`;
}

/** MiB, as the model counts memory, in the fitting unit. */
export function formatMiB(mib: number, t: Translate): string {
  return formatBytes(mib * 1024 * 1024, t);
}

/** Bytes per second. */
export function formatRate(bytesPerSecond: number, t: Translate): string {
  return `${formatBytes(bytesPerSecond, t)}/s`;
}

/** A length of time in at most two units: `24 ms`, `1.4 s`, `8 min`, `2 h 10 min`, `14 d 3 h`. */
export function formatDuration(ms: number, t: Translate): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1_000;
  if (seconds < 10) return `${t.number(Math.floor(seconds * 10) / 10)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return withRest(hours, "h", minutes % 60, "min");
  return withRest(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** How long ago, for states: whole seconds at least, never below zero when clocks differ. */
export function formatSince(since: string, now: number, t: Translate): string {
  const ms = Math.max(0, now - Date.parse(since));
  return ms < 1_000 ? "0 s" : formatDuration(ms < 10_000 ? Math.floor(ms / 1_000) * 1_000 : ms, t);
}

/** Time of day, with the date when it was not today: `12:41:07`, `23 Nov 12:41:07`. */
export function formatTime(at: string, t: Translate, now = Date.now()): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString(t.locale, { hour12: false });
  if (date.toDateString() === new Date(now).toDateString()) return time;
  return `${date.toLocaleDateString(t.locale, { day: "numeric", month: "short" })} ${time}`;
}

/** Bytes per second where a few are worth telling from none: `0 B/s`, `12 B/s`; what is less than one is one. */
export function formatFineRate(bytesPerSecond: number, t: Translate): string {
  return formatRate(bytesPerSecond > 0 && bytesPerSecond < 1 ? 1 : bytesPerSecond, t);
}

/** A share as percent, with one digit more below ten: `0.4 %`, `57 %`. */
export function formatShare(share: number, t: Translate): string {
  const percent = share * 100;
  return `${t.number(percent < 9.95 ? Math.round(percent * 10) / 10 : Math.round(percent))} %`;
}

function threeDigits(value: number, unit: number): number {
  return unit === 0 || value >= 99.95 ? Math.round(value) : Math.round(value * 10) / 10;
}

function withRest(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
