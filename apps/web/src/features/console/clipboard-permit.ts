"use client";

import { useState } from "react";

const keyOf = (uuid: string) => `gantry.console.clipboard.${uuid}`;

/** Whether the guest of an instance may write to this browser's clipboard (OSC 52). Off, until somebody switches it on. */
export function useClipboardPermit(uuid: string): { isOn: boolean; set: (isOn: boolean) => void } {
  const [isOn, setOn] = useState(() => stored(uuid));
  const set = (next: boolean) => {
    setOn(next);
    try {
      if (next) localStorage.setItem(keyOf(uuid), "on");
      else localStorage.removeItem(keyOf(uuid));
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  };
  return { isOn, set };
}

/** Puts a guest's text on the clipboard; false when the browser does not let us, or nobody looks at this page. */
export async function putOnClipboard(text: string): Promise<boolean> {
  if (!document.hasFocus() || !("clipboard" in navigator)) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function stored(uuid: string): boolean {
  try {
    return localStorage.getItem(keyOf(uuid)) === "on";
  } catch {
    return false;
  }
}
