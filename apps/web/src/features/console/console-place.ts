"use client";

import { useUrlState } from "#lib/url-state.tsx";
import { useSyncExternalStore } from "react";
import { hashOf, type LogPlace, placeIn } from "./log/log-place.ts";

/** What the console's page shows. The terminal stays connected behind the others. */
export type ConsolePart = "terminal" | "log" | "recordings" | "play";

const parts: readonly string[] = ["log", "recordings", "play"] satisfies ConsolePart[];

/** What the address says of the console's page, and the ways to go elsewhere. A reload and a shared link show the same. */
export function useConsolePlace() {
  const { get, set } = useUrlState();
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const place = placeIn(hash);
  const named = get("view");
  const part = isPart(named) ? named : place === undefined ? "terminal" : "log";
  return {
    part,
    place,
    /** Which of the parts; the place in the log is forgotten. */
    show: (next: ConsolePart, more: Readonly<Record<string, string | undefined>> = {}) => {
      const view = next === "terminal" ? undefined : next;
      set({ view, find: undefined, case: undefined, boot: undefined, recording: undefined, ...more }, "push");
      tellHash();
    },
  };
}

/** The address of a place in the log, with everything else of this page's address. */
export function hrefOf(place: LogPlace): string {
  const query = new URLSearchParams(window.location.search);
  query.set("view", "log");
  return `${window.location.pathname}?${query.toString()}${hashOf(place)}`;
}

/** Goes to a place in the log without loading the page again. */
export function goToPlace(place: LogPlace): void {
  window.history.pushState(null, "", hrefOf(place));
  tellHash();
}

/** Changes the query of the address and leaves the place behind the # as it is. */
export function keepingPlace(change: () => void): void {
  const { hash } = window.location;
  change();
  if (hash !== "") window.history.replaceState(null, "", `${window.location.search}${hash}`);
}

function isPart(name: string | undefined): name is ConsolePart {
  return name !== undefined && parts.includes(name);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  window.addEventListener("popstate", listener);
  return () => {
    window.removeEventListener("hashchange", listener);
    window.removeEventListener("popstate", listener);
  };
}

/** The browser tells of a change behind the # only when it was not made by `pushState`. */
function tellHash(): void {
  window.dispatchEvent(new Event("hashchange"));
}
