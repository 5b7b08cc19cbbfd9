"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import { useState } from "react";
import { Button } from "./ui/button.tsx";

/** Puts `text` on the clipboard and says so. Without a secure context browsers have no clipboard; then it says that. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useT();
  const [done, setDone] = useState(false);
  const hasClipboard = typeof navigator !== "undefined" && "clipboard" in navigator;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
  };
  return (
    <Button
      look="quiet"
      className="h-6 text-small"
      blocked={
        hasClipboard
          ? undefined
          : t("This browser gives no clipboard to pages without TLS; select the text instead.")
      }
      onClick={() => void copy()}
      onBlur={() => setDone(false)}
    >
      {done ? t("Copied") : label}
    </Button>
  );
}
