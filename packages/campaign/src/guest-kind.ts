/**
 * What is moved: a guest that runs, one that is paused and arrives paused, or one that takes its disk along, whose file at the
 * source is kept or goes. Those that run are most.
 */
export const guestKinds = ["running", "running", "running", "paused", "copied", "copied and gone"] as const;
/** See {@link guestKinds}. */
export type GuestKind = (typeof guestKinds)[number];

/** Whether its disk is copied. Else both hosts see it. */
export function isCopied(guest: GuestKind): boolean {
  return guest === "copied" || guest === "copied and gone";
}

/** How such a migration is asked for. */
export function optionsFor(guest: GuestKind): Readonly<Record<string, boolean>> {
  return isCopied(guest) ? { copyDisks: true, deleteSource: guest === "copied and gone" } : {};
}

/** The state in which it began, and has to be afterwards. */
export function stateOf(guest: GuestKind): "running" | "paused" {
  return guest === "paused" ? "paused" : "running";
}
