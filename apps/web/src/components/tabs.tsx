"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";

/** One tab: its address keeps it across a reload. */
export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly href: string;
}

/** Tabs as links. Arrow keys move between them, Enter follows. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  const list = useRef<HTMLDivElement>(null);
  // On a narrow screen the chosen one may be beyond the edge.
  useEffect(() => {
    const chosen = list.current?.querySelector("[aria-selected=true]");
    chosen?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const links = [...(list.current?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    if (step !== 0 && at >= 0) links.at((at + step) % links.length)?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      tabIndex={-1}
      className="flex shrink-0 gap-[18px] overflow-x-auto border-b border-line px-[18px]"
      onKeyDown={move}
    >
      {tabs.map(({ id, label: text, href }) => (
        <Link
          key={id}
          id={`tab-${id}`}
          role="tab"
          href={href}
          prefetch={false}
          aria-selected={id === current}
          aria-controls="tab-panel"
          tabIndex={id === current ? 0 : -1}
          className={clsx(
            "flex h-9 items-center border-b-2 -outline-offset-2",
            id === current ? "border-accent text-fg" : "border-transparent text-dim hover:text-fg",
          )}
        >
          {text}
        </Link>
      ))}
    </div>
  );
}

/** What the chosen tab shows. */
export function TabPanel({
  current,
  className,
  children,
}: {
  current: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${current}`} className={className}>
      {children}
    </div>
  );
}
