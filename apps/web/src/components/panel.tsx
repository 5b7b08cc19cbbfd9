import { clsx } from "clsx";
import type { ReactNode } from "react";

interface PanelProps {
  readonly title: string;
  /** Beside the title, at the right: a figure or a quiet button. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A framed part of a page with its heading. */
export function Panel({ title, aside, className, children }: PanelProps) {
  return (
    <section
      className={clsx(
        "flex min-w-0 flex-col gap-2 rounded-md border border-line bg-bg px-3.5 py-3",
        className,
      )}
    >
      <div className="flex min-h-5 items-center justify-between gap-3 text-small">
        <h2 className="font-medium text-dim">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Facts as label and value, in columns that line up. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[fit-content(60%)_minmax(0,1fr)] gap-x-6 gap-y-1">{children}</dl>;
}

/** One fact. `mono` for what one would copy: paths, addresses, ids. */
export function Fact({
  label,
  mono = false,
  children,
}: {
  label: string;
  mono?: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <dt className="text-dim [overflow-wrap:anywhere]">{label}</dt>
      <dd className={clsx("min-w-0 break-words", mono && "font-mono text-small leading-5")}>{children}</dd>
    </>
  );
}
