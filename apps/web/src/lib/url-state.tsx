"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";

/** Changes to the query of the address; undefined or empty removes a key. */
export type UrlChanges = Readonly<Record<string, string | undefined>>;

interface UrlState {
  readonly get: (key: string) => string | undefined;
  readonly set: (changes: UrlChanges, how?: "replace" | "push") => void;
}

const UrlStateContext = createContext<UrlState | undefined>(undefined);

/**
 * State that lives in the address, so that a reload keeps it. The router tells of a change only a moment after it was
 * made, too late for a text field; until then this remembers it.
 */
export function UrlStateProvider({ children }: { children: ReactNode }) {
  const told = useSearchParams().toString();
  const pathname = usePathname();
  const [made, setMade] = useState<string>();

  useEffect(() => {
    // The router has caught up, or has gone somewhere else meanwhile.
    setMade((search) => (search === told || search !== presentSearch() ? undefined : search));
  }, [told, pathname]);

  const query = made ?? told;
  const set = useCallback((changes: UrlChanges, how: "replace" | "push" = "replace") => {
    const next = withChanges(presentSearch(), changes);
    setMade(next);
    const address = `${window.location.pathname}${next === "" ? "" : `?${next}`}`;
    if (how === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }, []);
  const value = useMemo(() => {
    const parameters = new URLSearchParams(query);
    return { get: (key: string) => parameters.get(key) ?? undefined, set };
  }, [query, set]);
  return <UrlStateContext value={value}>{children}</UrlStateContext>;
}

/** Reads and changes the query of the address. */
export function useUrlState(): UrlState {
  const state = use(UrlStateContext);
  if (state === undefined) throw new Error("UrlStateProvider is missing above this component.");
  return state;
}

function presentSearch(): string {
  return new URLSearchParams(window.location.search).toString();
}

function withChanges(search: string, changes: UrlChanges): string {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === "") next.delete(key);
    else next.set(key, value);
  }
  return next.toString();
}
