"use client";

import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import type { MenuItem } from "./menu.tsx";
import { MenuContent } from "./menu-body.tsx";

interface MenuAtPointProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** In pixels of the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

/** A menu where the pointer is. Whoever had the focus before has it again when it closes. */
export function MenuAtPoint({ label, items, at, onClose }: MenuAtPointProps) {
  const [opener] = useState(() => document.activeElement);
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        {/* Never pressed: the menu takes its place and its name from it. */}
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          className="pointer-events-none fixed size-0"
          style={{ left: at.x, top: at.y }}
        />
      </DropdownMenu.Trigger>
      <MenuContent
        items={items}
        align="start"
        onClosed={(event) => {
          event.preventDefault();
          if (opener instanceof HTMLElement) opener.focus();
        }}
      />
    </DropdownMenu.Root>
  );
}
