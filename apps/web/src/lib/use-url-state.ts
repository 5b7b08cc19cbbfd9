"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** State that lives in the URL: read by key, changed by `set` (undefined removes), so that a reload keeps it. */
export function useUrlState() {
  const parameters = useSearchParams();
  const router = useRouter();
  const get = useCallback((key: string) => parameters.get(key) ?? undefined, [parameters]);
  const set = useCallback(
    (changes: Readonly<Record<string, string | undefined>>, how: "replace" | "push" = "replace") => {
      const next = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined || value === "") next.delete(key);
        else next.set(key, value);
      }
      const query = next.toString();
      router[how](`${window.location.pathname}${query === "" ? "" : `?${query}`}`, { scroll: false });
    },
    [router],
  );
  return { get, set };
}

/** Address of an instance's page. */
export function instanceHref(name: string, tab?: "console" | "migrate"): string {
  const query = new URLSearchParams({ name, ...(tab === undefined ? {} : { tab }) });
  return `/instance/?${query.toString()}`;
}

/** Address of a host's page. */
export function hostHref(name: string): string {
  return `/host/?${new URLSearchParams({ name }).toString()}`;
}
