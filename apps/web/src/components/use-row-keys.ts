"use client";

import { type RefObject, useEffect, useEffectEvent, useRef } from "react";

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/**
 * j, k and the arrows move the focus between the `[data-row]` elements of a table, Enter calls `open` with the row's
 * index. They work as soon as the page is shown, as long as nothing else has the focus.
 */
export function useRowKeys(open: (index: number) => void): RefObject<HTMLDivElement | null> {
  const table = useRef<HTMLDivElement>(null);
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isHere = table.current?.contains(target) ?? false;
    if (!isHere && target !== document.body && target.id !== "main") return;
    const rows = [...(table.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = rows.findIndex((row) => row.contains(target));
    const step = steps[key];
    if (step !== undefined && target.closest("input, textarea, select, [role=menu]") === null) {
      event.preventDefault();
      rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
    } else if (key === "Enter" && at >= 0 && rows[at] === target) {
      open(at);
    }
  });
  useEffect(() => {
    const listening = new AbortController();
    document.addEventListener("keydown", press, { signal: listening.signal });
    return () => listening.abort();
  }, []);
  return table;
}
