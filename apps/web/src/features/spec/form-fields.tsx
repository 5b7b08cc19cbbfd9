"use client";

import { Checkbox, Field, Input, Select, TextArea } from "#components/ui/field.tsx";
import type { ChangeEvent, ReactNode } from "react";
import { type FieldPath, get, useController, useFormContext } from "react-hook-form";
import type { FormValues } from "./form-values.ts";

interface FieldProps {
  readonly name: FieldPath<FormValues>;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly className?: string;
}

/** A line of text of the form, with its fault. */
export function TextField({ name, label, hint, className, ...input }: FieldProps & TextOptions) {
  const { register } = useFormContext<FormValues>();
  return (
    <Field
      label={label}
      hint={hint}
      error={useFault(name)}
      {...(className === undefined ? {} : { className })}
    >
      {(control) => <Input {...control} {...input} {...register(name)} />}
    </Field>
  );
}

interface TextOptions {
  readonly placeholder?: string;
  readonly inputMode?: "numeric";
}

interface LinesOptions {
  readonly rows: number;
  /** What a look at the text itself found; told instead of what the form has to say. */
  readonly fault?: string | undefined;
}

/** Several lines of text of the form, with their fault. */
export function LinesField({ name, label, hint, className, rows, fault }: FieldProps & LinesOptions) {
  const { clearErrors } = useFormContext<FormValues>();
  const refused = useFault(name);
  // Not registered as the others: those are read from the page when one only walks past, and a text area of a browser
  // forgets a CR. What nobody types into stays as it is.
  const { field } = useController<FormValues>({ name });
  return (
    <Field
      label={label}
      hint={hint}
      error={fault ?? refused}
      {...(className === undefined ? {} : { className })}
    >
      {(control) => (
        <TextArea
          {...control}
          {...field}
          value={typeof field.value === "string" ? field.value : ""}
          onChange={(event) => {
            clearErrors(name);
            field.onChange(event);
          }}
          rows={rows}
          className="font-mono text-small"
        />
      )}
    </Field>
  );
}

/** A choice of the form, with its fault. */
export function ChoiceField({ name, label, hint, className, choices, onChoice }: FieldProps & ChoiceOptions) {
  const { register } = useFormContext<FormValues>();
  return (
    <Field
      label={label}
      hint={hint}
      error={useFault(name)}
      {...(className === undefined ? {} : { className })}
    >
      {(control) => (
        <Select
          {...control}
          {...register(name, {
            onChange: (event: ChangeEvent<HTMLSelectElement>) => onChoice?.(event.target.value),
          })}
        >
          {choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

interface ChoiceOptions {
  readonly choices: readonly (readonly [value: string, text: string])[];
  /** Hears of a choice, for what goes with it. */
  readonly onChoice?: (value: string) => void;
}

/** A tick box of the form. */
export function CheckField({ name, label }: { name: FieldPath<FormValues>; label: string }) {
  const { register } = useFormContext<FormValues>();
  const fault = useFault(name);
  return (
    <div>
      <Checkbox label={label} {...register(name)} />
      {fault !== undefined && <p className="text-small text-bad-text">{fault}</p>}
    </div>
  );
}

function useFault(name: string): string | undefined {
  const { formState } = useFormContext<FormValues>();
  const error: unknown = get(formState.errors, name);
  return typeof error === "object" &&
    error !== null &&
    "message" in error &&
    typeof error.message === "string"
    ? error.message
    : undefined;
}
