"use client";

import { Field, Input, TextArea } from "#components/ui/field.tsx";
import { type ReactNode, useState } from "react";

interface DraftFieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly className?: string;
  readonly placeholder?: string;
  /** Several lines instead of one. */
  readonly rows?: number;
  /** What the field shows by itself. */
  readonly value: string;
  /** Takes what is typed; answers what the field shows of it by itself, without the spaces and lines still being typed. */
  readonly onValue: (typed: string) => string;
}

/** A field whose value is read out of something else: while one types, it shows what was typed, character by character. */
export function DraftField({
  label,
  hint,
  error,
  className,
  placeholder,
  rows,
  value,
  onValue,
}: DraftFieldProps) {
  const [draft, setDraft] = useState({ typed: value, value });
  const shown = draft.value === value ? draft.typed : value;
  const type = (typed: string) => setDraft({ typed, value: onValue(typed) });
  const common = { placeholder, value: shown };
  return (
    <Field label={label} hint={hint} error={error} {...(className !== undefined && { className })}>
      {(control) =>
        rows === undefined ? (
          <Input {...control} {...common} onChange={(event) => type(event.target.value)} />
        ) : (
          <TextArea
            {...control}
            {...common}
            rows={rows}
            className="font-mono text-small"
            onChange={(event) => type(event.target.value)}
          />
        )
      }
    </Field>
  );
}
