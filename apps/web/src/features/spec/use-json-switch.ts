"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { useState } from "react";

/** Form or JSON: the address knows which, and JSON that is at fault cannot be left. */
export function useJsonSwitch() {
  const t = useT();
  const { get, set } = useUrlState();
  const [faults, setFaults] = useState<readonly string[]>([]);
  const isShown = get("view") === "json";
  return {
    isShown,
    faults,
    setFaults,
    /** Why neither the form can be shown nor anything be sent. */
    notYet:
      isShown && faults.length > 0
        ? t("Correct the JSON first; the form does not follow it yet.")
        : undefined,
    label: isShown ? t("Show as form") : t("Show as JSON"),
    toggle: () => set({ view: isShown ? undefined : "json" }),
  };
}
