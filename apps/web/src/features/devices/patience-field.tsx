import { Field, Input } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";

interface PatienceFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** How long a running guest may take to let a device go. */
export function PatienceField({ value, onChange, error }: PatienceFieldProps) {
  const t = useT();
  return (
    <Field
      label={t("Patience (seconds)")}
      hint={t("How long the guest may take; at most 3600.")}
      error={error}
    >
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
