import type { ReactNode } from "react";

interface PageFrameProps {
  readonly title: string;
  /** Before the title: where one is. */
  readonly crumb?: ReactNode;
  /** After the title, quietly: a state or a count. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly tabs?: ReactNode;
  readonly children: ReactNode;
}

/** Header and main part of a page. Both are placed by the shell's grid, so a page returns them side by side. */
export function PageFrame({ title, crumb, note, actions, tabs, children }: PageFrameProps) {
  return (
    <>
      <title>{`${title} · Gantry`}</title>
      <header className="flex min-h-12 min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-line py-2 pr-2 pl-[56px] [grid-area:header] md:px-3.5">
        {/* On narrow screens the button of the drawer stands before it. */}
        {crumb !== undefined && <div className="flex items-center gap-2.5 text-dim">{crumb}</div>}
        <h1 className="truncate text-title font-semibold">{title}</h1>
        {note !== undefined && <div className="min-w-0 text-dim">{note}</div>}
        <div className="ml-auto flex flex-wrap items-center gap-2 max-md:gap-0.5">{actions}</div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="flex min-h-0 min-w-0 flex-col overflow-y-auto outline-none [grid-area:main]"
      >
        {tabs}
        <div className="flex min-h-0 flex-1 flex-col gap-3 px-[18px] py-3.5">{children}</div>
      </main>
    </>
  );
}
