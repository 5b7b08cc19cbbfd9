"use client";

import { useEffect, useState } from "react";
import type { TerminalSize } from "./terminal/terminal-size.ts";
import type { ConsoleHandle } from "./use-console.ts";

/** The size that would fill the page, when it is not the one the guest was told; follows the window. */
export function useFittingSize({ terminal, state }: ConsoleHandle): TerminalSize | undefined {
  const [fitting, setFitting] = useState<TerminalSize>();
  const { phase } = state.line;
  useEffect(() => {
    const measure = () => setFitting(terminal.current?.fittingSize());
    const frame = requestAnimationFrame(measure);
    window.addEventListener("resize", measure);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("resize", measure);
    };
  }, [terminal, phase, state.size]);
  const { cols, rows } = state.size;
  return fitting === undefined || (fitting.cols === cols && fitting.rows === rows) ? undefined : fitting;
}
