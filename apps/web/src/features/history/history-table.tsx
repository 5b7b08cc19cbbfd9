"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { StatusBadge, type Tone, toneOfOperation } from "#components/status-badge.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import Link from "next/link";
import type { EntryWords } from "./entry-words.ts";
import type { HistoryEntry } from "./history-entries.ts";

/** An entry with what its line says. */
interface HistoryRow {
  readonly entry: HistoryEntry;
  readonly words: EntryWords;
}

interface HistoryTableProps {
  readonly instance: InstanceSummary;
  readonly rows: readonly HistoryRow[];
}

/** When, what, who, from where, how it ended and how long it took. */
export function HistoryTable({ instance, rows }: HistoryTableProps) {
  const t = useT();
  return (
    <DataTable
      label={t("History of {name}", { name: instance.name })}
      columns={columnsOf(instance.name, t)}
      rows={rows}
      keyOf={({ entry }) => entry.key}
      uneven
    />
  );
}

function columnsOf(instance: string, t: Translate): readonly Column<HistoryRow>[] {
  return [
    {
      id: "at",
      title: t("When"),
      width: "minmax(80px, 136px)",
      cell: ({ entry }) => (
        <time dateTime={entry.at} className="whitespace-normal">
          {formatTime(entry.at, t)}
        </time>
      ),
    },
    {
      id: "what",
      title: t("What"),
      width: "minmax(140px, 3fr)",
      cell: (row) => <What instance={instance} row={row} />,
    },
    {
      id: "who",
      title: t("Who"),
      width: "minmax(80px, 1fr)",
      wide: true,
      cell: ({ words }) => <Wrapped text={words.who} />,
    },
    {
      id: "from",
      title: t("From where"),
      width: "minmax(96px, 1fr)",
      wide: true,
      cell: ({ words }) => <Wrapped text={words.from} />,
    },
    {
      id: "host",
      title: t("Host"),
      width: "minmax(72px, 0.8fr)",
      wide: true,
      cell: ({ words }) => words.host,
    },
    {
      id: "result",
      title: t("Result"),
      width: "minmax(92px, 1fr)",
      cell: ({ entry, words }) =>
        words.result === "" ? "" : <StatusBadge tone={toneOf(entry)} word={words.result} />,
    },
    {
      id: "took",
      title: t("Took"),
      width: "minmax(80px, 0.6fr)",
      wide: true,
      align: "end",
      cell: ({ words }) => words.took,
    },
  ];
}

function Wrapped({ text }: { text: string }) {
  return <span className="break-words whitespace-normal">{text}</span>;
}

function What({ instance, row: { entry, words } }: { instance: string; row: HistoryRow }) {
  const href = hrefOf(instance, entry);
  return (
    <div className="flex flex-col py-1">
      <span className="break-words whitespace-normal">
        {href === undefined ? (
          words.what
        ) : (
          <Link href={href} prefetch={false} className="text-accent underline underline-offset-2">
            {words.what}
          </Link>
        )}
      </span>
      {words.detail !== undefined && (
        <span className="text-small break-words whitespace-normal text-dim">{words.detail}</span>
      )}
      <span className="text-small whitespace-normal text-dim md:hidden">
        {[words.who, words.from, words.took].filter((word) => word !== "").join(", ")}
      </span>
    </div>
  );
}

/** A boot leads to what its console said, a migration to its figures. */
function hrefOf(instance: string, entry: HistoryEntry): string | undefined {
  if (entry.kind === "boot") return `${instanceHref(instance, "console")}&view=log#boot=${entry.boot.n}`;
  if (entry.kind !== "operation" || entry.operation.kind !== "instance.migrate") return undefined;
  return `${instanceHref(instance, "migrate")}&operation=${entry.operation.id}`;
}

function toneOf(entry: HistoryEntry): Tone {
  if (entry.kind === "operation") return toneOfOperation(entry.operation.status);
  return entry.kind === "change" && entry.entry.result === "ok" ? "running" : "bad";
}
