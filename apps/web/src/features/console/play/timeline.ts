import type { CastEvent } from "@gantry/kvm-core/model";

/** Nothing is waited for longer than this, in seconds. */
const longestIdle = 2;

/** A moment worth finding again. `at` in seconds of what is played. */
export interface TimelineMarker {
  readonly at: number;
  readonly label: string;
}

/** What is played: the guest's output with pauses cut short, and its markers. */
export class Timeline {
  readonly #texts: { readonly at: number; readonly text: string }[] = [];
  readonly markers: readonly TimelineMarker[];
  /** Seconds from the first event to the last, as they are played. */
  readonly duration: number;

  constructor(events: readonly CastEvent[]) {
    const markers: TimelineMarker[] = [];
    let before = events[0]?.[0] ?? 0;
    let at = 0;
    for (const [seconds, code, data] of events) {
      at += Math.min(longestIdle, Math.max(0, seconds - before));
      before = Math.max(before, seconds);
      if (code === "o") this.#texts.push({ at, text: data });
      if (code === "m") markers.push({ at, label: data });
    }
    this.markers = markers;
    this.duration = at;
  }

  /** What the guest wrote after `from` and not after `to`, in seconds. From before the beginning: all up to `to`. */
  between(from: number, to: number): string {
    const first = this.#after(from);
    return this.#texts
      .slice(first, Math.max(first, this.#after(to)))
      .map(({ text }) => text)
      .join("");
  }

  /** Index of the first text later than `at`. */
  #after(at: number): number {
    let [low, high] = [0, this.#texts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#texts[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A time as players show it: `1:07`. */
export function playTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
