"use client";

import { type RefObject, useEffect, useEffectEvent, useRef } from "react";

/** Calls `onEscape` when Escape is pressed anywhere in the element, whatever has the focus there. */
export function useEscape<Element extends HTMLElement>(onEscape: () => void): RefObject<Element | null> {
  const element = useRef<Element>(null);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "Escape") onEscape();
  });
  useEffect(() => {
    const listening = new AbortController();
    element.current?.addEventListener("keydown", press, { signal: listening.signal });
    return () => listening.abort();
  }, []);
  return element;
}
