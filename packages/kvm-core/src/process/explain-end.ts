import { constants } from "node:os";
import type { KernelVerdict } from "./kernel-log.ts";

/** How a process ended, as its parent is told: one of the two is not null. */
export interface ExitStatus {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What can be known of the end of a QEMU process. */
export interface EndFacts {
  /** Undefined when it was not our child: only its parent is told. */
  readonly exit: ExitStatus | undefined;
  readonly kernel: KernelVerdict | undefined;
  /** Its last line in its log, as `lastWords` gives it; undefined when it said nothing. */
  readonly words: string | undefined;
}

/** One sentence, or two with QEMU's last words, that tells people how QEMU ended. */
export function explainEnd({ exit, kernel, words }: EndFacts): string {
  const said = words === undefined ? "" : ` Its last words: ${words}`;
  return `${howItEnded(exit, kernel)}.${said}`;
}

function howItEnded(exit: ExitStatus | undefined, kernel: KernelVerdict | undefined): string {
  const why = kernel === undefined ? "" : `: ${kernel}`;
  if (exit === undefined) {
    return kernel === undefined
      ? "QEMU ended without being asked; a former agent had started it, so its exit code is not known"
      : `QEMU ended without being asked${why}`;
  }
  const { code, signal } = exit;
  if (signal === null) return `QEMU ended with exit code ${code}${why}`;
  const name = `signal ${constants.signals[signal]} (${signal})`;
  return `QEMU was killed by ${name}${why === "" ? meaningOf(signal) : why}`;
}

function meaningOf(signal: NodeJS.Signals): string {
  if (signal === "SIGSYS") return ": its sandbox stopped a system call that QEMU must not make";
  if (signal === "SIGABRT") return ": QEMU gave itself up";
  return "";
}
