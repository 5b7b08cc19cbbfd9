"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "./button.tsx";

/** One line of a menu. Give `onSelect`, or `href` for a link. */
export interface MenuItem {
  readonly label: string;
  readonly onSelect?: () => void;
  readonly href?: string;
  /** Why it cannot be chosen now; shown below the label. */
  readonly blocked?: string | undefined;
  readonly danger?: boolean;
  /** Marks the chosen one of several; such items are radio items. */
  readonly checked?: boolean;
  /** A line above this item. */
  readonly apart?: boolean;
}

export interface MenuProps {
  /** Accessible name of the button. */
  readonly label: string;
  /** What the button shows. */
  readonly children: ReactNode;
  readonly items: readonly MenuItem[];
  /** A line of text above the items. */
  readonly heading?: string;
  readonly className?: string;
  readonly align?: "start" | "end";
}

const loadBody = () => import("./menu-body.tsx");
const MenuBody = lazy(loadBody);

/** A button with a menu. The menu's code is fetched when somebody reaches for the button, not with the page. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const { label, children, className } = props;
  const button = (
    <Button
      look="quiet"
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      className={className}
      onPointerEnter={() => void loadBody()}
      onFocus={() => void loadBody()}
      onClick={() => setWanted(true)}
    >
      {children}
    </Button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <MenuBody {...props} />
    </Suspense>
  );
}
