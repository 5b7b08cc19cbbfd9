import { InvalidArgumentError } from "commander";

/** A port that has a next one. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port < 65_535) return port;
  throw new InvalidArgumentError("give a port from 1 to 65534");
}

/** One host or two. */
export function hostCount(text: string): 1 | 2 {
  if (text === "1") return 1;
  if (text === "2") return 2;
  throw new InvalidArgumentError("give 1 or 2");
}

/** A whole number of seconds, at least one. */
export function secondsNumber(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1) return seconds;
  throw new InvalidArgumentError("give a whole number of seconds, at least 1");
}

/** A number of seconds, also a part of one. */
export function secondsOrFraction(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError("give a number of seconds, such as 1 or 0.5");
}

/** A serial port of an instance. */
export function consolePort(text: string): number {
  if (/^[0-3]$/.test(text)) return Number(text);
  throw new InvalidArgumentError("give a port from 0 to 3");
}

/** A boot by its number, or counted back from the present one. */
export function bootReference(text: string): number {
  if (/^(?:-\d{1,3}|\d{1,9})$/.test(text)) return Number(text);
  throw new InvalidArgumentError(
    "give the number of a boot, or 0 for the present one, -1 for the one before",
  );
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A moment, in milliseconds since 1970: a date and time, or how long ago it was. */
export function moment(text: string): number {
  const [, count, unit = ""] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return Date.now() - Number(count) * (unitMs[unit] ?? 0);
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError(
    "give a time such as 2026-05-04T12:00:00Z, or how long ago, such as 15m or 2h",
  );
}

/** A whole number, at least one. */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError("give a whole number, at least 1");
}

const unitMiB: Readonly<Record<string, number>> = { "": 1, M: 1, G: 1024, T: 1024 * 1024 };

/** A size in MiB, written as `512`, `512M`, `20G` or `1T`. */
export function mebibytes(text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,10})([MGT]?)$/.exec(text) ?? [];
  const size = Number(digits) * (unitMiB[unit] ?? 0);
  if (size >= 1) return size;
  throw new InvalidArgumentError("give a size such as 512M, 20G or 1T");
}

/** A port of the host and the guest's one that it leads to. */
export interface Forward {
  readonly host: number;
  readonly guest: number;
}

/** One more `host:guest` for those given before. */
export function portForwards(text: string, before: readonly Forward[]): Forward[] {
  const [, host, guest] = /^(\d{1,5}):(\d{1,5})$/.exec(text) ?? [];
  if (host !== undefined && guest !== undefined)
    return [...before, { host: Number(host), guest: Number(guest) }];
  throw new InvalidArgumentError("give two ports, such as 2222:22");
}
