"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { DownloadButton } from "#components/download-button.tsx";
import { EmptyState, Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useUrlState } from "#lib/url-state.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { AuditEntry } from "@gantry/kvm-core/model";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { AuditFilterBar } from "./audit-filter-bar.tsx";
import { auditFilterOf, isFiltering } from "./audit-filter.ts";

const shown = 500;

const columnsOf = (t: Translate): readonly Column<AuditEntry>[] => [
  {
    id: "at",
    title: t("When"),
    width: "minmax(84px, 1.3fr)",
    cell: (entry) => <time dateTime={entry.at}>{formatTime(entry.at, t)}</time>,
  },
  {
    id: "actor",
    title: t("Who"),
    width: "minmax(112px, 1.2fr)",
    wide: true,
    cell: (entry) => `${entry.actor}, ${entry.role}`,
  },
  { id: "action", title: t("What"), width: "minmax(112px, 1.6fr)", cell: (entry) => entry.action },
  { id: "subject", title: t("To what"), width: "minmax(72px, 1.2fr)", cell: (entry) => entry.subject },
  { id: "host", title: t("Host"), width: "minmax(72px, 1fr)", wide: true, cell: (entry) => entry.host },
  {
    id: "from",
    title: t("From where"),
    width: "minmax(152px, 1.2fr)",
    wide: true,
    cell: (entry) => entry.from,
  },
  {
    id: "result",
    title: t("Result"),
    width: "minmax(80px, 1fr)",
    wide: true,
    cell: (entry) => entry.result,
  },
];

/** Who changed what, when, from where, and how it ended. */
export function AuditPage() {
  const t = useT();
  const trpc = useTRPC();
  const { get, set } = useUrlState();
  const forbidden = useWhyForbidden("admin");
  const filter = auditFilterOf(get);
  const audit = useQuery({
    ...trpc.audit.list.queryOptions({ ...filter, limit: shown }),
    staleTime: 0,
    enabled: forbidden === undefined,
    placeholderData: keepPreviousData,
  });
  const entries = audit.data?.entries;
  return (
    <PageFrame
      title={t("Audit")}
      note={t("every change, newest first, the last {shown}", { shown })}
      actions={
        <>
          {entries !== undefined && (
            <DownloadButton
              label={t("Export as JSON")}
              name="gantry-audit.json"
              content={() => `${JSON.stringify(entries, undefined, 2)}\n`}
            />
          )}
          <Button blocked={forbidden} busy={audit.isFetching} onClick={() => void audit.refetch()}>
            {t("Read again")}
          </Button>
        </>
      }
    >
      {forbidden !== undefined ? (
        <EmptyState title={t("The audit trail is for administrators")}>
          <p>{forbidden}</p>
        </EmptyState>
      ) : (
        <>
          <AuditFilterBar filter={filter} onChange={set} />
          {audit.isError ? (
            <ErrorPanel title={t("The audit trail could not be read")} error={errorBodyOf(audit.error)} />
          ) : entries === undefined ? (
            <Loading what={t("the audit trail")} />
          ) : entries.length === 0 ? (
            <EmptyState
              title={isFiltering(filter) ? t("No change matches") : t("Nothing has been changed yet")}
            />
          ) : (
            <DataTable
              label={t("Audit trail")}
              columns={columnsOf(t)}
              rows={entries}
              keyOf={(entry) => `${entry.host} ${entry.id}`}
            />
          )}
        </>
      )}
    </PageFrame>
  );
}
