"use client";

import { useState } from "react";

const key = "gantry.instances.hidden-columns";

/** What few look for. */
const atFirst: readonly string[] = ["uuid"];

/** Which columns of the list are not shown. This browser remembers it. */
export function useHiddenColumns(): {
  readonly hidden: readonly string[];
  readonly toggle: (id: string) => void;
} {
  // The list is drawn in the browser only, after the agent has told what there is.
  const [hidden, setHidden] = useState(remembered);
  const toggle = (id: string) => {
    const next = hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id];
    setHidden(next);
    try {
      localStorage.setItem(key, next.join(" "));
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  };
  return { hidden, toggle };
}

function remembered(): readonly string[] {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? atFirst : kept.split(" ").filter((id) => id !== "");
  } catch {
    return atFirst;
  }
}
