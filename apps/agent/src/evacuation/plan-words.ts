import type { EvacuationClass, EvacuationRow } from "@gantry/kvm-core/model";
import type { Place, PlaceFault, Room } from "./room.ts";

/** Memory, given in MiB. */
export function amount(mebibytes: number): string {
  return mebibytes >= 1024 ? `${(mebibytes / 1024).toFixed(1)} GiB` : `${Math.round(mebibytes)} MiB`;
}

/** Why an instance goes to a place. */
export function whyThere({ target, copies, warnings }: Place, freeAfterMiB: number): string {
  return [
    `All checks pass; ${target} keeps ${amount(freeAfterMiB)} of memory free.`,
    ...(copies.length === 0 ? [] : [`Copied: ${copies.join(", ")}.`]),
    ...warnings,
  ].join(" ");
}

/** Why an instance has no place. What is the same of every host is said once. */
export function whyBlocked(places: readonly Place[], memoryMiB: number, room: Room): PlaceFault {
  const faults = places.flatMap((place) => {
    const fault = place.fault ?? room.fault(place, memoryMiB);
    return fault === undefined ? [] : [{ target: place.target, ...fault }];
  });
  const [first] = faults;
  if (first === undefined) {
    return { why: "There is no other host.", fix: "Let one join with `gantry host invite`." };
  }
  const isSame = faults.every(({ why }) => why === first.why);
  return {
    why: isSame ? first.why : faults.map(({ target, why }) => `${target}: ${why}`).join(" "),
    fix: first.fix,
  };
}

const phrases: Readonly<Record<EvacuationClass, (count: number) => string>> = {
  movable: (count) => `${count} ${count === 1 ? "moves" : "move"}`,
  "shut-down": (count) => `${count} will be shut down`,
  blocked: (count) => `${count} ${count === 1 ? "is" : "are"} blocked`,
  stays: (count) => `${count} ${count === 1 ? "stays" : "stay"}`,
};

/** The whole plan in one sentence. */
export function planText(
  rows: readonly EvacuationRow[],
  { seconds, atLeast }: { readonly seconds: number; readonly atLeast: boolean },
): string {
  if (rows.length === 0) return "It holds no instances.";
  const counts = (["movable", "shut-down", "blocked", "stays"] as const).flatMap((one) => {
    const count = rows.filter((row) => row.class === one).length;
    return count === 0 ? [] : [phrases[one](count)];
  });
  const moves = rows.some((row) => row.class === "movable");
  const time = moves ? `; the moves take ${atLeast ? "at least" : "about"} ${duration(seconds)}` : "";
  return `${counts.join(", ")}${time}.`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.max(1, Math.ceil(seconds))} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
