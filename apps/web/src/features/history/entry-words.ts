import { formatBytes, formatDuration } from "#lib/format.ts";
import { operationTitle, statusWord } from "#lib/operation-words.ts";
import { type Operation, migrationResultSchema } from "@gantry/kvm-core/model";
import type { HistoryEntry } from "./history-entries.ts";

/** What one line of the history says, each in its column. */
export interface EntryWords {
  readonly what: string;
  /** More about it: an error's message, what a migration measured. */
  readonly detail: string | undefined;
  readonly who: string;
  readonly from: string;
  readonly host: string;
  readonly result: string;
  readonly took: string;
}

/** The line in words. */
export function wordsOf(entry: HistoryEntry): EntryWords {
  switch (entry.kind) {
    case "operation":
      return {
        what: operationTitle(entry.operation),
        detail: entry.operation.error?.message ?? migrationWords(entry.operation),
        who: entry.operation.actor,
        from: entry.from ?? "",
        host: entry.operation.host,
        result: statusWord(entry.operation.status),
        took: tookWords(entry.operation),
      };
    case "change": {
      const { action, actor, role, from, host, result } = entry.entry;
      return { what: action, detail: undefined, who: `${actor}, ${role}`, from, host, result, took: "" };
    }
    case "boot":
      return {
        what: `Boot ${entry.boot.n}`,
        detail: `${formatBytes(entry.boot.to - entry.boot.oldest)} of its console are kept`,
        who: "",
        from: "",
        host: "",
        result: "",
        took: "",
      };
  }
}

/** All that is searched. */
export function textOf(words: EntryWords): string {
  return Object.values(words).join(" ");
}

function tookWords({ startedAt, endedAt }: Operation): string {
  if (startedAt === undefined || endedAt === undefined) return "";
  return formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
}

/** What a migration measured, each figure beside what was foretold. */
function migrationWords(operation: Operation): string | undefined {
  if (operation.kind !== "instance.migrate") return undefined;
  const result = migrationResultSchema.safeParse(operation.result).data;
  if (result === undefined) return undefined;
  const { source, target, outcome, pauseMs, totalMs, transferredBytes, forecast } = result;
  const foretold = (value: string | undefined) => (value === undefined ? "" : ` (foretold ${value})`);
  const seconds = forecast?.seconds;
  return [
    outcome === "moved" ? `${source} → ${target}` : `${source}, not moved to ${target}`,
    pauseMs === undefined
      ? []
      : `stood still ${formatDuration(pauseMs)}${foretold(
          forecast?.pauseMs === undefined ? undefined : formatDuration(forecast.pauseMs),
        )}`,
    `took ${formatDuration(totalMs)}${foretold(seconds === undefined ? undefined : formatDuration(seconds * 1000))}`,
    `sent ${formatBytes(transferredBytes)}${foretold(forecast === undefined ? undefined : formatBytes(forecast.bytes))}`,
  ]
    .flat()
    .join(", ");
}
