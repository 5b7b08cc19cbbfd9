/** Milliseconds between two readings while somebody looks. */
export const readingEveryMs = 2000;
/** What each instance puts the next reading off by while nobody looks: ten processes a second at most. */
const restMsEach = 100;

/** Milliseconds from one reading of all processes to the next. */
export function pauseBetweenReadings(instances: number, isLookedAt: boolean): number {
  return isLookedAt ? readingEveryMs : Math.max(readingEveryMs, instances * restMsEach);
}
