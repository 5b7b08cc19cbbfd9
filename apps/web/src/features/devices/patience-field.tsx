import { Field, Input } from "#components/ui/field.tsx";

interface PatienceFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** How long a running guest may take to let a device go. */
export function PatienceField({ value, onChange, error }: PatienceFieldProps) {
  return (
    <Field label="Patience (seconds)" hint="How long the guest may take; at most 3600." error={error}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
