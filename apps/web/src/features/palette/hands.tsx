"use client";

import { lazy, Suspense, useEffect, useState } from "react";

const Palette = lazy(() => import("./palette.tsx"));
const KeysDialog = lazy(() => import("./keys-dialog.tsx"));

/** Where letters are text. The guest of a terminal gets all keys. */
const typing = "input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu]";
const ownKeys = "[data-keys=own]";

/** Ctrl-K or ⌘K opens the palette, `?` the list of keys, wherever the focus is but in a terminal. */
export function Hands() {
  const [open, setOpen] = useState<"palette" | "keys">();
  useEffect(() => {
    const listening = new AbortController();
    const press = (event: KeyboardEvent) => {
      const { key, target } = event;
      const wanted = wantedBy(event, target instanceof Element ? target : undefined);
      if (wanted === undefined || event.repeat) return;
      event.preventDefault();
      setOpen((now) => (now === wanted && key !== "?" ? undefined : wanted));
    };
    document.addEventListener("keydown", press, { signal: listening.signal });
    return () => listening.abort();
  }, []);
  const close = () => setOpen(undefined);
  return (
    <Suspense>
      {open === "palette" && <Palette onClose={close} />}
      {open === "keys" && <KeysDialog onClose={close} />}
    </Suspense>
  );
}

function wantedBy(event: KeyboardEvent, target: Element | undefined): "palette" | "keys" | undefined {
  if (event.altKey || target?.closest(ownKeys)) return undefined;
  const isChord = event.ctrlKey !== event.metaKey;
  if (isChord && !event.shiftKey && event.key.toLowerCase() === "k") return "palette";
  if (event.ctrlKey || event.metaKey || event.key !== "?" || target?.closest(typing)) return undefined;
  return "keys";
}
