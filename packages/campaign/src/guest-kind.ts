/**
 * What is moved when nothing else was asked for: a guest that runs, one that is paused and arrives paused, or one that takes
 * its disk along, whose file at the source is kept or goes. Those that run are most.
 */
export const mixedKinds = ["running", "running", "running", "paused", "copied", "copied and gone"] as const;
/** Beside these, and only when asked for, one that writes too fast and ends its move by post-copy, which may cost its memory. */
export const guestKinds = [...mixedKinds, "post-copy"] as const;
/** See {@link guestKinds}. */
export type GuestKind = (typeof guestKinds)[number];

/** So that the memory of a tiny guest takes some tenths of a second, bytes a second. */
const bandwidth = 4 * 1024 * 1024;
/** Less than the guest writes: after the first pass, of some seconds, two more are to be sent. */
const postCopy = { bandwidth: 300_000, allowedPauseMs: 1, timeoutSeconds: 1, onTimeout: "post-copy" };

/** Whether its disk is copied. Else both hosts see it. */
export function isCopied(guest: GuestKind): boolean {
  return guest === "copied" || guest === "copied and gone";
}

/** What it boots. */
export function bootSectorOf(guest: GuestKind): "counter" | "scribbler" {
  return guest === "post-copy" ? "scribbler" : "counter";
}

/** How such a migration is asked for. */
export function optionsFor(guest: GuestKind): Readonly<Record<string, boolean | number | string>> {
  if (guest === "post-copy") return postCopy;
  return isCopied(guest)
    ? { bandwidth, copyDisks: true, deleteSource: guest === "copied and gone" }
    : { bandwidth };
}

/** The state in which it began, and has to be afterwards. */
export function stateOf(guest: GuestKind): "running" | "paused" {
  return guest === "paused" ? "paused" : "running";
}
