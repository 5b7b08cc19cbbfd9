"use client";

import { Button } from "./ui/button.tsx";

interface DownloadButtonProps {
  readonly label: string;
  /** File name that the browser proposes. */
  readonly name: string;
  /** Called when it is pressed. */
  readonly content: () => string;
}

/** Saves text that the page already has as a file; nothing is asked of the agent. */
export function DownloadButton({ label, name, content }: DownloadButtonProps) {
  const save = () => {
    const address = URL.createObjectURL(new Blob([content()], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  };
  return <Button onClick={save}>{label}</Button>;
}
