"use client";

import { DownloadButton } from "#components/download-button.tsx";
import { EmptyState, Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { msg } from "#lib/messages/translate.ts";
import { useUrlState } from "#lib/url-state.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useState } from "react";
import { textOf, wordsOf } from "./entry-words.ts";
import { passes } from "./history-entries.ts";
import { HistoryTable } from "./history-table.tsx";
import { useHistory } from "./use-history.ts";

const kinds = [
  ["", msg("everything")],
  ["operation", msg("operations")],
  ["migration", msg("migrations")],
  ["change", msg("other changes")],
  ["boot", msg("boots")],
] as const;

/** So many lines come at a time. */
const step = 100;

/** Everything that happened to an instance, by time. What is shown is in the address. */
export default function HistoryView({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const { get, set } = useUrlState();
  const { sources, entries, older, isPending, error, withoutAudit } = useHistory(instance);
  const [shown, setShown] = useState(step);
  const filter = { kind: get("show"), result: get("result"), find: get("find") ?? "" };
  const rows = entries
    .map((entry) => ({ entry, words: wordsOf(entry, t) }))
    .filter(({ entry, words }) => passes(entry, textOf(words), filter));
  const isMore = rows.length > shown || older.isThere;
  const showOlder = () => {
    setShown(shown + step);
    if (older.isThere && rows.length < shown + step) void older.read();
  };
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t("Show")} className="w-40">
          {(control) => (
            <Select
              {...control}
              value={filter.kind ?? ""}
              onChange={(event) => set({ show: event.target.value })}
            >
              {kinds.map(([value, label]) => (
                <option key={value} value={value}>
                  {t.of(label)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("Result")} className="w-40">
          {(control) => (
            <Select
              {...control}
              value={filter.result ?? ""}
              onChange={(event) => set({ result: event.target.value })}
            >
              <option value="">{t("any")}</option>
              <option value="failed">{t("did not go well")}</option>
            </Select>
          )}
        </Field>
        <Field label={t("Find")} className="min-w-40 flex-1">
          {(control) => (
            <Input
              {...control}
              type="search"
              value={filter.find}
              onChange={(event) => set({ find: event.target.value })}
            />
          )}
        </Field>
        <DownloadButton
          label={t("Download as JSON")}
          name={`${instance.name}-history.json`}
          content={() =>
            JSON.stringify({ instance: instance.name, uuid: instance.uuid, ...sources }, null, 2)
          }
        />
      </div>
      <p role="status" className="text-small text-dim">
        {isMore
          ? t.many(Math.min(shown, rows.length), "the newest {n} event", "the newest {n} events")
          : t.many(rows.length, "{n} event", "{n} events")}
        {withoutAudit !== undefined && t("; without the audit trail: {reason}", { reason: withoutAudit })}
      </p>
      {error !== undefined && <ErrorPanel title={t("Not all of the history could be read")} error={error} />}
      {isPending ? (
        <Loading what={t("the history")} />
      ) : rows.length === 0 ? (
        <EmptyState title={entries.length === 0 ? t("Nothing is on record yet") : t("Nothing matches")} />
      ) : (
        <HistoryTable instance={instance} rows={rows.slice(0, shown)} />
      )}
      {isMore && !isPending && (
        <Button className="self-center" busy={older.isComing} onClick={showOlder}>
          {t("Show older")}
        </Button>
      )}
    </>
  );
}
