"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { PastePace } from "./paste-pace.ts";

const betweenLinesMs = 20;

/** How a paste fares. */
export type PasteProgress =
  | { readonly status: "ready" }
  | { readonly status: "typing" | "stalled"; readonly left: number; readonly of: number };

interface PasteRunOptions {
  /** Bytes the guest has written so far. */
  readonly heard: RefObject<number>;
  /** Types a line; false when nothing can be typed any more. */
  readonly onLine: (line: string) => boolean;
  readonly onDone: () => void;
  /** The keyboard is somebody else's, or the guest is gone; these lines are not typed. */
  readonly onCutShort: (untyped: readonly string[]) => void;
}

/** Types lines one by one, a line each 20 ms, and holds still when the guest does not echo. */
export function usePasteRun({ heard, onLine, onDone, onCutShort }: PasteRunOptions) {
  const [progress, setProgress] = useState<PasteProgress>({ status: "ready" });
  const pace = useRef<PastePace>(undefined);
  const timer = useRef<ReturnType<typeof setInterval>>(undefined);
  const untyped = useRef<readonly string[]>([]);
  useEffect(() => () => clearInterval(timer.current), []);

  /** Ends it and returns the lines that were not typed. */
  const stop = (): readonly string[] => {
    clearInterval(timer.current);
    setProgress({ status: "ready" });
    return untyped.current;
  };
  const start = (lines: readonly string[]) => {
    const rest = [...lines];
    untyped.current = rest;
    const moment = () => ({ now: performance.now(), heard: heard.current });
    const own = new PastePace(moment());
    const step = () => {
      const what = own.next(moment());
      const [line] = rest;
      if (what === "type" && line !== undefined) {
        if (!onLine(line)) return onCutShort(stop());
        rest.shift();
      }
      setProgress({ status: what === "stalled" ? "stalled" : "typing", left: rest.length, of: lines.length });
      if (rest.length > 0) return;
      stop();
      onDone();
    };
    pace.current = own;
    timer.current = setInterval(step, betweenLinesMs);
    step();
  };
  return { progress, start, stop, goOn: () => pace.current?.goOn() };
}
