"use client";

import { useState } from "react";
import { noModifiers, type StickyModifiers, withModifiers } from "./keys/named-keys.ts";

/** Ctrl and Alt of the on-screen row: down until the next key, wherever that is pressed. */
export function useStickyKeys() {
  const [sticky, setSticky] = useState<StickyModifiers>(noModifiers);
  return {
    sticky,
    setSticky,
    /** What is sent for the next key. */
    apply: (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
      if (sticky === noModifiers) return bytes;
      setSticky(noModifiers);
      return new TextEncoder().encode(withModifiers(new TextDecoder().decode(bytes), sticky));
    },
  };
}
