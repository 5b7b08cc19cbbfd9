"use client";

import { type RefObject, useEffect, useState } from "react";

/** Height of a row in pixels: the least that a finger meets (WCAG 2.5.8), since each row begins with a link. */
export const rowHeight = 24;
/** Rows drawn beyond those that are seen, so that nothing flickers. */
const beyond = 40;

/** Which of very many rows have to be drawn, for a part that scrolls. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
): { readonly first: number; readonly last: number } {
  const [seen, setSeen] = useState({ first: 0, last: 2 * beyond });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - beyond);
      const last = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + beyond;
      setSeen((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    look();
    const listening = new AbortController();
    element.addEventListener("scroll", look, { passive: true, signal: listening.signal });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      listening.abort();
      resized.disconnect();
    };
  }, [scroller]);
  return { first: Math.min(seen.first, Math.max(0, count - 1)), last: Math.min(seen.last, count) };
}
