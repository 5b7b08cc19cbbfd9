"use client";

import { Panel } from "#components/panel.tsx";
import { StatusBadge, type Tone, toneOfOperation } from "#components/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { statusWord } from "#lib/operation-words.ts";
import { useOperations } from "#lib/use-live.ts";
import type { Operation } from "@gantry/kvm-core/model";
import Link from "next/link";
import type { BulkResult, BulkRun } from "./use-bulk.ts";

/** A result per instance, with its reason where it is not the one that was wanted. Stays until it is dismissed. */
export function BulkResults({ results, onDismiss }: { results: BulkRun; onDismiss: () => void }) {
  const t = useT();
  const operations = useOperations() ?? [];
  const told = results.rows.map((row) => ({ name: row.name, ...wordsOf(row, operations, t) }));
  const done = told.filter(({ word }) => word === t("done")).length;
  return (
    <Panel
      title={t("{title}: {done} of {all} done", { title: results.title, done, all: told.length })}
      aside={
        <Button look="quiet" className="h-6 text-small" onClick={onDismiss}>
          {t("Dismiss")}
        </Button>
      }
    >
      <ul
        aria-label={t("{title}, each", { title: results.title })}
        className="flex max-h-56 flex-col gap-0.5 overflow-y-auto"
      >
        {told.map(({ name, tone, word, reason }) => (
          <li key={name} className="flex min-w-0 flex-wrap gap-x-3">
            <Link href={instanceHref(name)} prefetch={false} className="w-40 truncate hover:underline">
              {name}
            </Link>
            <span className="w-28 shrink-0">
              <StatusBadge tone={tone} word={word} />
            </span>
            {reason !== undefined && <span className="min-w-0 flex-1 basis-64 text-dim">{reason}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function wordsOf(
  row: BulkResult,
  operations: readonly Operation[],
  t: Translate,
): { tone: Tone; word: string; reason?: string | undefined } {
  if (row.outcome === "waiting") return { tone: "off", word: t("waiting") };
  if (row.outcome === "skipped") return { tone: "off", word: t("left out"), reason: row.reason };
  if (row.outcome === "refused") return { tone: "bad", word: t("refused"), reason: row.reason };
  if (row.operation === undefined) return { tone: "running", word: t("done") };
  const { status, error } = operations.find(({ id }) => id === row.operation?.id) ?? row.operation;
  return { tone: toneOfOperation(status), word: statusWord(status, t), reason: error?.message };
}
