"use client";

import type { Column } from "#components/data-table.tsx";
import { StatusBadge, instanceWord, toneOfInstance } from "#components/status-badge.tsx";
import { formatSince } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useNow } from "#lib/use-now.ts";
import { hostHref, instanceHref } from "#lib/addresses.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import Link from "next/link";
import { RowMenu } from "./row-menu.tsx";
import { AddressCell, CpuCell, MemoryCell, UptimeCell } from "./usage-cells.tsx";

/** What the list can say of an instance. */
export const instanceColumns = (t: Translate): readonly Column<InstanceSummary>[] => [
  {
    id: "name",
    title: t("Name"),
    width: "minmax(112px, 3fr)",
    cell: (row) => (
      <Link href={instanceHref(row.name)} prefetch={false} className="font-medium hover:underline">
        {row.name}
      </Link>
    ),
  },
  {
    id: "state",
    title: t("State"),
    width: "minmax(104px, 1.5fr)",
    cell: (row) => (
      <span {...(row.reason === undefined ? {} : { "data-tip": row.reason, title: "" })}>
        <State row={row} />
      </span>
    ),
  },
  {
    id: "host",
    title: t("Host"),
    width: "minmax(80px, 1.5fr)",
    wide: true,
    cell: (row) => (
      <Link href={hostHref(row.host)} prefetch={false} className="hover:underline">
        {row.host}
      </Link>
    ),
  },
  { id: "cpus", title: t("vCPU"), width: "72px", wide: true, align: "end", cell: (row) => row.cpus },
  {
    id: "cpu",
    title: t("CPU"),
    width: "minmax(88px, 104px)",
    wide: true,
    align: "end",
    cell: (row) => <CpuCell row={row} />,
  },
  {
    id: "memory",
    title: t("Memory"),
    width: "minmax(152px, 216px)",
    wide: "lg",
    align: "end",
    cell: (row) => <MemoryCell row={row} />,
  },
  {
    id: "address",
    title: t("Address"),
    width: "minmax(96px, 1.5fr)",
    wide: "xl",
    cell: (row) => <AddressCell row={row} />,
  },
  {
    id: "uptime",
    title: t("Uptime"),
    width: "minmax(80px, 1fr)",
    wide: "xl",
    cell: (row) => <UptimeCell row={row} />,
  },
  {
    id: "since",
    title: t("For // how long it has had its state"),
    width: "minmax(80px, 1fr)",
    wide: "lg",
    cell: (row) => <Since at={row.since} />,
  },
  {
    id: "uuid",
    title: t("UUID"),
    width: "minmax(96px, 1.5fr)",
    wide: "xl",
    cell: (row) => <span className="text-small text-dim">{row.uuid}</span>,
  },
  {
    id: "actions",
    title: t("Actions"),
    width: "56px",
    quiet: true,
    align: "end",
    cell: (row) => <RowMenu row={row} />,
  },
];

/** Columns for which the hosts are asked again and again. */
export const usageColumns: readonly string[] = ["cpu", "memory", "address", "uptime"];

/** Columns without which the list would not be one. */
export const fixedColumns: readonly string[] = ["name", "state", "actions"];

function Since({ at }: { at: string }) {
  const t = useT();
  return <time dateTime={at}>{formatSince(at, useNow(1_000), t)}</time>;
}

function State({ row }: { row: InstanceSummary }) {
  return <StatusBadge tone={toneOfInstance(row.state)} word={instanceWord(row, useT())} />;
}
