import type { ReactNode } from "react";

/** Three lines: what is behind the button is a menu of pages. */
export function MenuIcon() {
  return (
    <Icon>
      <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />
    </Icon>
  );
}

/** Three dots: more actions. */
export function MoreIcon() {
  return (
    <Icon>
      <path strokeWidth={2} d="M3.5 8h.01M8 8h.01M12.5 8h.01" />
    </Icon>
  );
}

/** Points to the right; its owner turns it when something is unfolded. */
export function UnfoldIcon() {
  return (
    <Icon>
      <path d="m6 4 4 4-4 4" />
    </Icon>
  );
}

/** The few signs this UI has beside its words. The button that holds one carries the name. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 16 16"
      className="size-4 shrink-0"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}
