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
