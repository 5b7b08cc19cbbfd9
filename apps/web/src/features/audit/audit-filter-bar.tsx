"use client";

import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import type { AuditFilter } from "@gantry/kvm-core/model";
import { type AuditField, auditFields, isFiltering } from "./audit-filter.ts";

const labels: Readonly<Record<AuditField, Message>> = {
  actor: msg("Who"),
  action: msg("What, such as instances"),
  subject: msg("To what"),
  host: msg("Host"),
  result: msg("Result, such as refused"),
};

interface AuditFilterBarProps {
  readonly filter: Pick<AuditFilter, AuditField>;
  readonly onChange: (changes: Readonly<Record<string, string | undefined>>) => void;
}

/** Narrows the trail. Enter asks the agent: not each letter is a question to all hosts. */
export function AuditFilterBar({ filter, onChange }: AuditFilterBarProps) {
  const t = useT();
  const submit = (form: HTMLFormElement) => {
    const values = new FormData(form);
    const valueOf = (field: AuditField) => {
      const value = values.get(field);
      return typeof value === "string" && value !== "" ? value : undefined;
    };
    onChange(Object.fromEntries(auditFields.map((field) => [field, valueOf(field)])));
  };
  return (
    <search>
      <form
        // What the address says is what the fields say, also after Back.
        key={JSON.stringify(filter)}
        aria-label={t("Filter the audit trail")}
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        {auditFields.map((field) => (
          <Input
            key={field}
            name={field}
            aria-label={t.of(labels[field])}
            placeholder={t.of(labels[field])}
            maxLength={100}
            defaultValue={filter[field] ?? ""}
            className="h-7! max-w-52 min-w-40 flex-1 max-md:max-w-none"
          />
        ))}
        <Button type="submit">{t("Filter")}</Button>
        {isFiltering(filter) && (
          <Button
            look="quiet"
            onClick={() => onChange(Object.fromEntries(auditFields.map((field) => [field, undefined])))}
          >
            {t("Show all")}
          </Button>
        )}
      </form>
    </search>
  );
}
