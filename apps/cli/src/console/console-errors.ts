import { consoleClose, GantryError } from "@gantry/kvm-core/model";

/** Close codes after which coming back makes sense, and those of a connection that broke or of an agent that died. */
const passing: readonly number[] = [
  consoleClose.stopping.code,
  consoleClose.moved.code,
  consoleClose.hostAway.code,
  consoleClose.tooSlow.code,
  ...[1001, 1005, 1006, 1011, 1012],
];

/** How an attachment ended: a WebSocket's close code, and its sentence. */
export interface ConsoleEnd {
  readonly code: number;
  readonly reason: string;
}

/** Whether the same console is worth another try. */
export function mayComeBack({ code }: ConsoleEnd): boolean {
  return passing.includes(code);
}

/** Why a console is over for good. */
export function endedForGood({ code, reason }: ConsoleEnd, instance: string): GantryError {
  const message = reason || `The agent closed the console of ${instance} (${code}).`;
  if (code === consoleClose.ended.code)
    return new GantryError("unauthenticated", {
      message,
      hint: "Check the token; it may have been taken away.",
    });
  if (code === consoleClose.deleted.code)
    return new GantryError("not_found", { message, hint: "gantry list shows what there is." });
  if (code === consoleClose.takenOver.code)
    return new GantryError("busy", { message, hint: "--take takes it back; --read-only looks on." });
  return new GantryError("internal", { message, hint: "Is the agent of another version than this command?" });
}

/** Why the agent let nobody in. */
export function refusedConsole(instance: string, port: number, status: number): GantryError {
  const message = `The agent refused the console of ${instance} (HTTP ${status}).`;
  switch (status) {
    case 401:
      return new GantryError("unauthenticated", { message, hint: "Check the token." });
    case 404:
      return new GantryError("not_found", {
        message: `There is no serial port ${port} of ${instance} to be had.`,
        hint: `gantry show ${instance} lists its ports under spec.serial; they count from 0.`,
      });
    case 429:
      return new GantryError("rate_limited", {
        message: `Too many viewers look at the console of ${instance}.`,
        hint: "Close some and try again.",
      });
    case 403:
      return new GantryError("forbidden", { message, hint: "Your role may not type; --read-only looks on." });
    default:
      return new GantryError(status >= 500 ? "host_unreachable" : "internal", {
        message,
        hint: "Look at the agent's log.",
      });
  }
}

/** The agent cannot be reached at all. */
export function unreachableAgent(url: string, cause: Error): GantryError {
  return new GantryError("host_unreachable", {
    message: `The agent at ${url} does not answer: ${cause.message || cause.name}.`,
    hint: "Check the address, and that the agent runs.",
    cause,
  });
}
