"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";
import { Button } from "./button.tsx";
import type { MenuItem, MenuProps } from "./menu.tsx";

/** The menu itself, open from its first moment: it is loaded by the press that asks for it. */
export default function MenuBody({ label, children, items, heading, className, align = "end" }: MenuProps) {
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button look="quiet" aria-label={label} className={className}>
          {children}
        </Button>
      </DropdownMenu.Trigger>
      <MenuContent items={items} align={align} {...(heading === undefined ? {} : { heading })} />
    </DropdownMenu.Root>
  );
}

/** What opens, wherever it was opened from. */
export function MenuContent({
  items,
  heading,
  align,
  onClosed,
}: Pick<MenuProps, "items" | "heading" | "align"> & { onClosed?: (event: Event) => void }) {
  return (
    <DropdownMenu.Portal container={landmark()}>
      <DropdownMenu.Content
        {...(align === undefined ? {} : { align })}
        {...(onClosed === undefined ? {} : { onCloseAutoFocus: onClosed })}
        sideOffset={4}
        collisionPadding={8}
        className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float"
      >
        {heading !== undefined && (
          <DropdownMenu.Label className="px-2 py-1 text-small text-dim">{heading}</DropdownMenu.Label>
        )}
        {items.map((item) => (
          <Item key={item.label} item={item} />
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

/** Inside the page's main part, so that a screen reader finds it there, yet outside what clips its rows. */
function landmark(): HTMLElement {
  return document.getElementById("main") ?? document.body;
}

function Item({ item }: { item: MenuItem }) {
  const { label, onSelect, href, blocked, danger = false, checked, apart = false } = item;
  const className = clsx(
    "flex min-h-7 max-w-72 cursor-default flex-col justify-center rounded-sm px-2 py-0.5 outline-none data-highlighted:bg-hover",
    blocked === undefined && danger && "text-bad-text",
    blocked !== undefined && "text-faint",
  );
  const content = (
    <>
      <span className="flex justify-between gap-4">
        {label}
        {checked === true && <span aria-hidden>✓</span>}
      </span>
      {blocked !== undefined && <span className="text-small">{blocked}</span>}
    </>
  );
  return (
    <>
      {apart && <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />}
      {checked !== undefined ? (
        <DropdownMenu.CheckboxItem checked={checked} className={className} onSelect={() => onSelect?.()}>
          {content}
        </DropdownMenu.CheckboxItem>
      ) : href !== undefined ? (
        <DropdownMenu.Item asChild className={className}>
          <Link href={href} prefetch={false}>
            {content}
          </Link>
        </DropdownMenu.Item>
      ) : (
        <DropdownMenu.Item
          className={className}
          aria-disabled={blocked !== undefined || undefined}
          onSelect={(event) => {
            // It stays open on a choice that is not possible: the reason is being read.
            if (blocked === undefined) onSelect?.();
            else event.preventDefault();
          }}
        >
          {content}
        </DropdownMenu.Item>
      )}
    </>
  );
}
