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
    <MenuButton label={label} className={className} onReach={loadBody} onPress={() => setWanted(true)}>
      {children}
    </MenuButton>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <MenuBody {...props} />
    </Suspense>
  );
}

interface MenuButtonProps extends Pick<MenuProps, "label" | "children"> {
  readonly className?: string | undefined;
  /** Fetches the menu, before it is wanted. */
  readonly onReach: () => Promise<unknown>;
  readonly onPress: () => void;
}

/** The button of a menu that has not been opened yet. */
export function MenuButton({ label, className, onReach, onPress, children }: MenuButtonProps) {
  // What cannot be fetched is told when it is wanted.
  const reach = () => void onReach().catch(() => undefined);
  return (
    <Button
      look="quiet"
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      className={className}
      onPointerEnter={reach}
      onFocus={reach}
      onClick={onPress}
    >
      {children}
    </Button>
  );
}
