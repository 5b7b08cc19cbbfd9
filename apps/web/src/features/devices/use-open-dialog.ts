"use client";

import { useUrlState } from "#lib/url-state.tsx";

/** Which dialog is open, and for which device: in the address, so that a reload finds it again. */
export function useOpenDialog() {
  const { get, set } = useUrlState();
  return {
    action: get("do"),
    of: get("of"),
    open: (action: string, of?: string) => set({ do: action, of }),
    close: () => set({ do: undefined, of: undefined }),
  };
}
