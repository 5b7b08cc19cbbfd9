"use client";

import { clsx } from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";

const box =
  "w-full rounded-md border border-edge bg-bg px-2 text-fg aria-invalid:border-bad aria-invalid:outline-bad disabled:bg-panel";

/** What a labelled control needs to be described: ids and whether it is at fault. */
export interface ControlProps {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
}

interface FieldProps {
  readonly label: string;
  /** Limits or meaning, always visible. */
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly className?: string;
  readonly children: (control: ControlProps) => ReactNode;
}

/** A control with its label, its hint and its fault, tied together for screen readers. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const described = [
    error === undefined ? [] : [`${id}-error`],
    hint === undefined ? [] : [`${id}-hint`],
  ].flat();
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="text-small text-dim">
        {label}
      </label>
      {children({
        id,
        ...(described.length === 0 ? {} : { "aria-describedby": described.join(" ") }),
        ...(error === undefined ? {} : { "aria-invalid": true }),
      })}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-small text-bad-text">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-small text-faint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** One line of text or a number. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input autoComplete="off" spellCheck={false} {...rest} className={clsx(box, "h-8", className)} />;
}

/** Several lines of text. */
export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea spellCheck={false} {...rest} className={clsx(box, "py-1.5", className)} />;
}

/** A choice of a few; the system's own list, which every phone and screen reader knows. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select {...rest} className={clsx(box, "h-8 pr-1", className)} />;
}

interface CheckboxProps extends ComponentProps<"input"> {
  readonly label: ReactNode;
}

/** A tick box with its label. */
export function Checkbox({ label, className, ...rest }: CheckboxProps) {
  return (
    <label className={clsx("inline-flex min-h-7 items-center gap-2", className)}>
      <input type="checkbox" {...rest} className="size-3.5 shrink-0 accent-accent" />
      <span>{label}</span>
    </label>
  );
}
