"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { ProgressBar } from "#components/meter.tsx";
import { StatusBadge, type Tone } from "#components/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { useCancelOperation } from "#lib/use-cancel-operation.ts";
import { useUrlState } from "#lib/url-state.tsx";
import {
  type EvacuationOutcome,
  type EvacuationProgressRow,
  evacuationResultSchema,
  isEnded,
  type Operation,
} from "@gantry/kvm-core/model";
import Link from "next/link";

/** An evacuation under way, or how it ended: of each instance what becomes of it. */
export default function EvacuationRun({ operation }: { operation: Operation }) {
  const t = useT();
  const { set } = useUrlState();
  const cancel = useCancelOperation(operation);
  const result = evacuationResultSchema.safeParse(operation.result).data;
  const { progress, error } = operation;
  const hasEnded = isEnded(operation);
  return (
    <div className="flex flex-col gap-3">
      {!hasEnded && (
        <>
          <ProgressBar
            share={progress?.fraction ?? 0}
            text={progress?.text ?? t("The plan is being made.")}
          />
          <p role="status">{progress?.text ?? t("The plan is being made: every host is asked.")}</p>
        </>
      )}
      {hasEnded && error === undefined && (
        <p role="status">
          {t("Everything that runs has left {host}: {result}.", {
            host: operation.host,
            result: result?.text ?? t("done"),
          })}
        </p>
      )}
      {error !== undefined && <ErrorPanel error={error} />}
      {result !== undefined && (
        <ul aria-label={t("Instances of the evacuation")}>
          {result.rows.map((row) => (
            <Row key={row.uuid} row={row} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {hasEnded ? (
          <>
            <Button onClick={() => set({ evacuation: undefined })}>{t("Close")}</Button>
            {error !== undefined && (
              <Button onClick={() => set({ evacuation: undefined, plan: "open" })}>
                {t("Plan the rest")}
              </Button>
            )}
          </>
        ) : (
          <Button blocked={cancel.blocked} busy={cancel.busy} onClick={cancel.run}>
            {t("Cancel the evacuation")}
          </Button>
        )}
      </div>
    </div>
  );
}

const tones: Readonly<Record<EvacuationOutcome, Tone>> = {
  waiting: "off",
  "under-way": "busy",
  moved: "running",
  "shut-down": "off",
  stays: "off",
  blocked: "bad",
  failed: "bad",
  cancelled: "off",
  "not-begun": "off",
  "in-doubt": "bad",
  interrupted: "unknown",
};

const words: Readonly<Record<EvacuationOutcome, Message>> = {
  waiting: msg("waiting"),
  "under-way": msg("under way"),
  moved: msg("moved"),
  "shut-down": msg("shut down"),
  stays: msg("stays"),
  blocked: msg("blocked"),
  failed: msg("failed"),
  cancelled: msg("cancelled"),
  "not-begun": msg("not begun"),
  "in-doubt": msg("needs a person"),
  interrupted: msg("interrupted"),
};

function Row({ row: { instance, outcome, target, text } }: { row: EvacuationProgressRow }) {
  const t = useT();
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-x-4 border-b border-line py-1.5 last:border-b-0">
      <span className="truncate">
        <Link href={instanceHref(instance)} prefetch={false} className="font-medium hover:underline">
          {instance}
        </Link>
        {target !== undefined && <span className="text-dim"> → {target}</span>}
      </span>
      <StatusBadge tone={tones[outcome]} word={t.of(words[outcome])} />
      <p className="col-span-2 min-w-0 text-small break-words text-dim">{text}</p>
    </li>
  );
}
