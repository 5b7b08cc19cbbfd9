import { clsx } from "clsx";

const looks = {
  plain: "border-line-strong aria-disabled:border-line bg-bg text-fg hover:bg-hover",
  primary: "border-accent aria-disabled:border-line bg-accent text-on-accent hover:opacity-90",
  danger: "border-bad aria-disabled:border-line bg-bad text-bg hover:opacity-90",
  quiet: "border-transparent text-dim hover:bg-hover hover:text-fg",
} as const;

/** How much a button asks for attention. At most one `primary` on a screen. */
export type ButtonLook = keyof typeof looks;

/** Shape and colour of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = "plain", className?: string): string {
  return clsx(
    "inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-md border px-2.5 whitespace-nowrap transition-[background-color,opacity]",
    "aria-disabled:cursor-not-allowed aria-disabled:bg-transparent aria-disabled:text-faint aria-disabled:opacity-100",
    looks[look],
    className,
  );
}
