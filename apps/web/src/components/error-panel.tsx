import type { ErrorBody } from "@gantry/kvm-core/model";
import type { ReactNode } from "react";

interface ErrorPanelProps {
  readonly title?: string;
  readonly error: ErrorBody;
  /** The one useful button, such as "Try again". */
  readonly children?: ReactNode;
}

/** An error as every error is told: what happened, where the guest runs now, what to do. */
export function ErrorPanel({ title, error, children }: ErrorPanelProps) {
  return (
    <div
      role="alert"
      className="flex flex-col gap-1 rounded-md border border-line border-l-2 border-l-bad bg-bg px-3 py-2"
    >
      {title !== undefined && <p className="font-medium">{title}</p>}
      <p className="break-words">{error.message}</p>
      {error.where !== undefined && <p className="break-words">{error.where}</p>}
      <p className="break-words text-dim">{error.hint}</p>
      <div className="flex flex-wrap items-center gap-3">
        <code className="font-mono text-small text-faint">{error.code}</code>
        {children}
      </div>
    </div>
  );
}
