"use client";

import type { Column } from "#components/data-table.tsx";
import { StatusBadge, instanceWord, toneOfInstance } from "#components/status-badge.tsx";
import { MoreIcon } from "#components/icons.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { formatMiB, formatSince } from "#lib/format.ts";
import { type PowerVerb, verbsToShow } from "#lib/power-verbs.ts";
import { usePowerActions } from "#lib/use-power-action.ts";
import { useNow } from "#lib/use-now.ts";
import { hostHref, instanceHref } from "#lib/addresses.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import Link from "next/link";

/** What the list says of an instance. */
export function useInstanceColumns(): readonly Column<InstanceSummary>[] {
  return [
    {
      id: "name",
      title: "Name",
      width: "minmax(96px, 2fr)",
      cell: (row) => (
        <Link href={instanceHref(row.name)} prefetch={false} className="font-medium hover:underline">
          {row.name}
        </Link>
      ),
    },
    {
      id: "state",
      title: "State",
      width: "minmax(112px, 2fr)",
      cell: (row) => (
        <span {...(row.reason === undefined ? {} : { "data-tip": row.reason, title: "" })}>
          <StatusBadge tone={toneOfInstance(row.state)} word={instanceWord(row)} />
        </span>
      ),
    },
    {
      id: "host",
      title: "Host",
      width: "minmax(80px, 1.5fr)",
      wide: true,
      cell: (row) => (
        <Link href={hostHref(row.host)} prefetch={false} className="hover:underline">
          {row.host}
        </Link>
      ),
    },
    { id: "cpus", title: "vCPU", width: "72px", wide: true, align: "end", cell: (row) => row.cpus },
    {
      id: "memory",
      title: "Memory",
      width: "112px",
      wide: true,
      align: "end",
      cell: (row) => formatMiB(row.memoryMiB),
    },
    {
      id: "since",
      title: "For",
      width: "minmax(88px, 1fr)",
      wide: true,
      cell: (row) => <Since at={row.since} />,
    },
    {
      id: "actions",
      title: "Actions",
      width: "56px",
      quiet: true,
      align: "end",
      cell: (row) => <RowMenu row={row} />,
    },
  ];
}

function Since({ at }: { at: string }) {
  return <time dateTime={at}>{formatSince(at, useNow(1_000))}</time>;
}

function RowMenu({ row }: { row: InstanceSummary }) {
  const action = usePowerActions();
  const verbs: readonly PowerVerb[] = [...verbsToShow(row.state), "suspend", "delete"];
  return (
    <Menu
      label={`Actions for ${row.name}`}
      className="size-7 px-0!"
      items={[
        { label: "Open console", href: instanceHref(row.name, "console") },
        { label: "Migrate", href: instanceHref(row.name, "migrate") },
        ...verbs.map((verb, index) => {
          const { label, blocked, run } = action(row, verb);
          return {
            label,
            blocked,
            danger: verb === "delete" || verb === "force-stop",
            apart: index === 0 || verb === "delete",
            onSelect: () => void run(),
          };
        }),
      ]}
    >
      <MoreIcon />
    </Menu>
  );
}
