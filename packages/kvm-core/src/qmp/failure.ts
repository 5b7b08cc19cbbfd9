import { GantryError } from "../model/index.ts";
import type { ErrorReply } from "./message.ts";

/** The monitor is gone: QEMU ended, closed the socket, or does not speak QMP. */
export function connectionLost(path: string, reason: string, cause?: unknown): GantryError {
  return new GantryError("monitor_failed", {
    message: `The monitor at ${path} is gone: ${reason}`,
    hint: "An end of the monitor means that this QEMU process ended; look at its log for the last words.",
    details: { path, reason },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** QEMU read the command and refused it. */
export function commandRefused(
  command: string,
  { qmpClass, desc }: Pick<ErrorReply, "qmpClass" | "desc">,
): GantryError {
  return new GantryError("monitor_failed", {
    message: `QEMU refused ${command}: ${desc}`,
    hint: "The sentence is QEMU's own; the state of the instance decides which commands it takes.",
    details: { qmpClass, desc, command },
  });
}

/** QEMU is alive as a process, but nothing came back in time. */
export function noAnswer(
  what: string,
  timeoutMs: number,
  details: Readonly<Record<string, unknown>>,
): GantryError {
  return new GantryError("monitor_timeout", {
    message: `QEMU did not answer within ${timeoutMs} ms: ${what}.`,
    hint: "The process is stopped, hung on its storage, or another client holds its monitor. What was asked may still happen.",
    details: { ...details, timeoutMs },
  });
}

/** The caller's signal aborted. Whatever QEMU already read may still happen. */
export function cancelled(what: string, signal: AbortSignal): GantryError {
  return new GantryError("cancelled", {
    message: `Cancelled while waiting for ${what}.`,
    hint: "What QEMU had already read may still happen; look at the state before trying again.",
    cause: signal.reason,
  });
}
