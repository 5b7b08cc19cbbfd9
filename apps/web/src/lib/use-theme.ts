"use client";

import { useEffect, useState } from "react";

/** A theme somebody chose, or the system's. */
export type Theme = "light" | "dark" | "system";

const key = "gantry.theme";

/** The chosen theme and the way to choose. It is kept in this browser; `theme.js` applies it before the first paint. */
export function useTheme(): { theme: Theme; choose: (theme: Theme) => void } {
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => {
    const applied = document.documentElement.dataset["theme"];
    if (applied === "light" || applied === "dark") setTheme(applied);
  }, []);
  const choose = (next: Theme) => {
    setTheme(next);
    if (next === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
    try {
      if (next === "system") localStorage.removeItem(key);
      else localStorage.setItem(key, next);
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  };
  return { theme, choose };
}
