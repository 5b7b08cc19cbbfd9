"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Height of a row with its line below, in pixels. */
export const rowHeight = 33;
/** Fewer rows than this are simply all there; then they may differ in height too. */
const worthIt = 100;
/** Rows drawn beyond those that are seen, so that nothing flickers. */
const beyond = 20;

/** Which rows of a long table are drawn: `first` to `last`, the latter exclusive. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
  /** Draws the rows around `index` before it returns. */
  readonly show: (index: number) => void;
}

/**
 * Follows what is seen of a table as the part of the page around it (`main`) scrolls. All rows are as high as each other, so
 * dividing is all there is to it, and the first page needs no library for it.
 */
export function useRowWindow(
  table: RefObject<HTMLElement | null>,
  { count, uneven }: { readonly count: number; readonly uneven: boolean },
): RowWindow {
  const [seen, setSeen] = useState({ first: 0, last: 3 * beyond });
  const isLong = !uneven && count > worthIt;
  useEffect(() => {
    const scroller = table.current?.closest("main");
    if (!isLong || !scroller) return undefined;
    const look = () => {
      const above = scroller.getBoundingClientRect().top - (table.current?.getBoundingClientRect().top ?? 0);
      const first = Math.max(0, Math.floor(above / rowHeight) - beyond);
      const last = Math.ceil((above + scroller.clientHeight) / rowHeight) + beyond;
      setSeen((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    look();
    const listening = new AbortController();
    scroller.addEventListener("scroll", look, { passive: true, signal: listening.signal });
    const resized = new ResizeObserver(look);
    resized.observe(scroller);
    return () => {
      listening.abort();
      resized.disconnect();
    };
  }, [table, isLong]);
  const show = useCallback((index: number) => {
    flushSync(() =>
      setSeen((before) =>
        index >= before.first && index < before.last
          ? before
          : { first: Math.max(0, index - beyond), last: index + beyond },
      ),
    );
  }, []);
  if (!isLong) return { first: 0, last: count, show };
  return { first: Math.min(seen.first, count - 1), last: Math.min(seen.last, count), show };
}
