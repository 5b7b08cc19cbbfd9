"use client";

import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";

interface DialogProps {
  readonly title: string;
  /** The title is for screen readers only. */
  readonly quiet?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A box over the page. Escape or a press beside it closes it; whoever had the focus has it again, if it is still there. */
export function Dialog({ title, quiet = false, onClose, children }: DialogProps) {
  const [opener] = useState(() => document.activeElement);
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[oklch(0%_0_0/0.4)]" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
          }}
          className="fixed top-[15dvh] left-1/2 z-50 flex max-h-[70dvh] w-[min(560px,calc(100vw-24px))] -translate-x-1/2 flex-col gap-3 overflow-hidden rounded-md border border-line bg-raised p-3 shadow-float outline-none"
        >
          <Radix.Title className={quiet ? "sr-only" : "text-title font-semibold"}>{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
