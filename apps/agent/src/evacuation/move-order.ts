import type { EvacuationClass, EvacuationRow } from "@gantry/kvm-core/model";

const classRank: Readonly<Record<EvacuationClass, number>> = {
  movable: 0,
  // Last: by then everything that can move has moved.
  "shut-down": 1,
  blocked: 2,
  stays: 3,
};

/**
 * The order in which a host is emptied: those that somebody put first, then the quickest. Each that has left frees the link
 * and the host for the others, and what may take long or never end keeps nobody waiting.
 */
export function inOrder(rows: readonly EvacuationRow[], wanted: readonly string[]): EvacuationRow[] {
  return rows.toSorted(
    (a, b) =>
      classRank[a.class] - classRank[b.class] ||
      placeIn(wanted, a) - placeIn(wanted, b) ||
      secondsOf(a) - secondsOf(b) ||
      byName(a, b),
  );
}

function placeIn(wanted: readonly string[], { instance }: EvacuationRow): number {
  const place = wanted.indexOf(instance);
  return place === -1 ? wanted.length : place;
}

/** A finite number, so that two of them can be subtracted. */
function secondsOf({ offers, target }: EvacuationRow): number {
  const forecast = offers.find((offer) => offer.target === target)?.forecast;
  return forecast?.finishes === "yes" && forecast.seconds !== undefined
    ? forecast.seconds
    : Number.MAX_SAFE_INTEGER;
}

function byName(a: EvacuationRow, b: EvacuationRow): number {
  if (a.instance !== b.instance) return a.instance < b.instance ? -1 : 1;
  return a.uuid < b.uuid ? -1 : 1;
}
