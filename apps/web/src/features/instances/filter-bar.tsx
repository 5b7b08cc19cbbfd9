"use client";

import { Input } from "#components/ui/field.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useHosts, useInstances } from "#lib/use-live.ts";
import type { InstanceFilter } from "./instance-filter.ts";

interface FilterBarProps {
  readonly filter: InstanceFilter;
  readonly onChange: (changes: Readonly<Record<string, string | undefined>>) => void;
  /** The columns that may be left out. */
  readonly columns: readonly { readonly id: string; readonly title: string; readonly isShown: boolean }[];
  readonly onColumn: (id: string) => void;
}

/** Narrows the list by state, host and name, and says which columns it has. */
export function FilterBar({ filter, onChange, columns, onColumn }: FilterBarProps) {
  const t = useT();
  const instances = useInstances() ?? [];
  const hosts = useHosts() ?? [];
  const states = [...new Set(instances.map((instance) => instance.state))].sort();
  return (
    <search className="flex flex-wrap items-center gap-2">
      <Chip
        label={t("State")}
        value={filter.state}
        choices={states}
        onChange={(state) => onChange({ state })}
      />
      <Chip
        label={t("Host")}
        value={filter.host}
        choices={hosts.map((host) => host.name)}
        onChange={(host) => onChange({ host })}
      />
      <Input
        type="search"
        aria-label={t("Filter by name or uuid")}
        placeholder={t("Filter by name or uuid")}
        className="h-7! max-w-60 min-w-40 flex-1"
        value={filter.text}
        onChange={(event) => onChange({ q: event.target.value })}
      />
      <Menu
        label={t("Columns")}
        className="ml-auto max-md:hidden"
        items={columns.map(({ id, title, isShown }) => ({
          label: title,
          checked: isShown,
          onSelect: () => onColumn(id),
        }))}
      >
        {t("Columns")}
      </Menu>
    </search>
  );
}

interface ChipProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly choices: readonly string[];
  readonly onChange: (value: string | undefined) => void;
}

function Chip({ label, value, choices, onChange }: ChipProps) {
  const t = useT();
  // A value of the URL that no instance has at the moment stays a choice, or the filter could not be seen.
  const all = value === undefined || choices.includes(value) ? choices : [...choices, value];
  return (
    <label className="inline-flex h-7 items-center gap-1.5 rounded-md border border-edge pl-2.5 text-dim has-focus-visible:outline-2 has-focus-visible:outline-accent">
      {label}
      <select
        value={value ?? ""}
        className="h-full rounded-md bg-bg pr-1 font-medium text-fg outline-none"
        onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
      >
        <option value="">{t("any")}</option>
        {all.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    </label>
  );
}
