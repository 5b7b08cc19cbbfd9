import type { ReactNode } from "react";

/** One quiet sentence above the terminal, and the button that helps. */
export function Strip({ text, children, below }: { text: string; children?: ReactNode; below?: ReactNode }) {
  return (
    <div className="mb-2 flex flex-col gap-1.5 border-l-2 border-line-strong px-3 py-0.5">
      <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <p className="min-w-0 flex-1 basis-64 break-words">{text}</p>
        {children}
      </div>
      {below}
    </div>
  );
}
