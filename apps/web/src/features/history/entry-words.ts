import { formatBytes, formatDuration } from "#lib/format.ts";
import type { Translate } from "#lib/messages/translate.ts";
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
export function wordsOf(entry: HistoryEntry, t: Translate): EntryWords {
  switch (entry.kind) {
    case "operation":
      return {
        what: operationTitle(entry.operation, t),
        detail: entry.operation.error?.message ?? migrationWords(entry.operation, t),
        who: entry.operation.actor,
        from: entry.from ?? "",
        host: entry.operation.host,
        result: statusWord(entry.operation.status, t),
        took: tookWords(entry.operation, t),
      };
    case "change": {
      const { action, actor, role, from, host, result } = entry.entry;
      return { what: action, detail: undefined, who: `${actor}, ${role}`, from, host, result, took: "" };
    }
    case "boot":
      return {
        what: t("Boot {number}", { number: entry.boot.n }),
        detail: t("{size} of its console are kept", {
          size: formatBytes(entry.boot.to - entry.boot.oldest, t),
        }),
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

function tookWords({ startedAt, endedAt }: Operation, t: Translate): string {
  if (startedAt === undefined || endedAt === undefined) return "";
  return formatDuration(Date.parse(endedAt) - Date.parse(startedAt), t);
}

/** What a migration measured, each figure beside what was foretold. */
function migrationWords(operation: Operation, t: Translate): string | undefined {
  if (operation.kind !== "instance.migrate") return undefined;
  const result = migrationResultSchema.safeParse(operation.result).data;
  if (result === undefined) return undefined;
  const { source, target, outcome, pauseMs, totalMs, transferredBytes, forecast } = result;
  const foretold = (measured: string, value: string | undefined) =>
    value === undefined ? measured : t("{measured} (foretold {value})", { measured, value });
  const seconds = forecast?.seconds;
  const sent = foretold(
    formatBytes(transferredBytes, t),
    forecast === undefined ? undefined : formatBytes(forecast.bytes, t),
  );
  const took = foretold(
    formatDuration(totalMs, t),
    seconds === undefined ? undefined : formatDuration(seconds * 1000, t),
  );
  const stood =
    pauseMs === undefined
      ? undefined
      : foretold(
          formatDuration(pauseMs, t),
          forecast?.pauseMs === undefined ? undefined : formatDuration(forecast.pauseMs, t),
        );
  return [
    outcome === "moved" ? `${source} → ${target}` : t("{source}, not moved to {target}", { source, target }),
    stood === undefined ? [] : t("stood still {time}", { time: stood }),
    t("took {time}", { time: took }),
    t("sent {size}", { size: sent }),
  ]
    .flat()
    .join(", ");
}
