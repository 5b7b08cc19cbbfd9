"use client";

import { type RefObject, useEffect, useEffectEvent, useRef } from "react";

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Where keys mean something else. */
const elsewhere = "input, textarea, select, [role=menu], [role=dialog], [role=alertdialog], [data-keys=own]";

/**
 * j, k and the arrows move the focus between the `[data-row]` elements of a table, Enter calls `open` with the row's
 * index. They work wherever the focus is, unless it is where keys mean something else.
 */
export function useRowKeys(open: (index: number) => void): RefObject<HTMLDivElement | null> {
  const table = useRef<HTMLDivElement>(null);
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest(elsewhere) !== null) return;
    const rows = [...(table.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = rows.findIndex((row) => row.contains(target));
    const step = steps[key];
    if (step !== undefined) {
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
