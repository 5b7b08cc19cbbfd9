import { GantryError } from "../model/error.ts";

/** What of a console there is to be read. */
interface Readable {
  readonly seq: number;
  readonly oldest: number;
  keptFrom(seq: number): number;
}

export function notKept(from: number, log: Readable): GantryError {
  return new GantryError("not_found", {
    message: `Byte ${from} of this console is not kept any more; the oldest is ${log.oldest}.`,
    hint: `Read on from ${log.keptFrom(from)}.`,
    details: { from, oldest: log.oldest, keptFrom: log.keptFrom(from), seq: log.seq },
  });
}

export function notWritten(from: number, { oldest, seq }: Readable): GantryError {
  return new GantryError("invalid_input", {
    message: `Byte ${from} of this console is not written yet; the next is ${seq}.`,
    hint: `Read from ${oldest} to ${seq}.`,
    details: { from, oldest, seq },
  });
}

export function cannotGiveBack(path: string): GantryError {
  return new GantryError("unsupported", {
    message: `The console log ${path} grows without bound: its file system cannot give space back.`,
    hint: "Put the log directory on ext4, xfs, btrfs or tmpfs, or clear the log now and then.",
  });
}

export function nameRemoved(path: string): GantryError {
  return new GantryError("state_damaged", {
    message: `The console log ${path} was removed while its guest runs.`,
    hint: "The console goes on until this agent ends; a power cycle gives it a log again. To empty a log, clear it.",
  });
}

export function tailTooLong(seq: number, tail: number): GantryError {
  return new GantryError("invalid_input", {
    message: `A console of ${seq} bytes cannot have ${tail} newest bytes.`,
    hint: "The source of this migration sent a damaged console record.",
    details: { seq, tail },
  });
}

export function notAwaited(to: number, awaited: number): GantryError {
  return new GantryError("invalid_input", {
    message: `Bytes up to ${to} of a console's past came, but only those before ${awaited} are missing.`,
    hint: "The source of this migration sent a damaged console record.",
    details: { to, awaited },
  });
}
