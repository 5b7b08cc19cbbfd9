"use client";

import { type RefObject, useEffect, useEffectEvent, useRef } from "react";

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Where keys mean something else. */
const elsewhere =
  "input:not([type=checkbox]), textarea, select, [role=menu], [role=dialog], [role=alertdialog], [data-keys=own]";

/** The table whose rows are walked, and what is done with one. */
export interface RowKeys {
  readonly table: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Makes sure that the row is there, though it may have been out of sight. */
  readonly show: (index: number) => void;
  readonly open: (index: number) => void;
  readonly select?: ((index: number) => void) | undefined;
}

/**
 * j, k and the arrows move the focus between the `[data-row]` elements of a table, Home and End go to the first and the last,
 * Enter opens, x selects. They work wherever the focus is, unless it is where keys mean something else.
 */
export function useRowKeys({ table, count, show, open, select }: RowKeys): void {
  const latest = useRef(-1);
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target, key } = event;
    if (isForOthers(event) || !(target instanceof HTMLElement)) return;
    const row = target.closest<HTMLElement>("[data-row]");
    const isOurs = row !== null && table.current?.contains(row) === true;
    // A row that was scrolled out of sight has lost the focus; the way goes on from there.
    const lost = target === document.body ? latest.current : -1;
    const at = isOurs ? Number(row.dataset["row"]) : lost;
    const goal = (isOurs ? endFor(key, count) : undefined) ?? stepped(key, at, count);
    if (goal !== undefined) {
      event.preventDefault();
      focus(goal);
    } else if (isOurs && key === "Enter" && row === target) {
      open(at);
    } else if (isOurs && key === "x") {
      select?.(at);
    }
  });
  const focus = (index: number) => {
    latest.current = index;
    show(index);
    table.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus();
  };
  useEffect(() => {
    const listening = new AbortController();
    document.addEventListener("keydown", press, { signal: listening.signal });
    return () => listening.abort();
  }, []);
}

function isForOthers({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || (target instanceof Element && target.closest(elsewhere) !== null);
}

function endFor(key: string, count: number): number | undefined {
  return { Home: 0, End: count - 1 }[key];
}

function stepped(key: string, at: number, count: number): number | undefined {
  const step = steps[key];
  if (step === undefined || count === 0) return undefined;
  return Math.min(Math.max(at + step, 0), count - 1);
}
