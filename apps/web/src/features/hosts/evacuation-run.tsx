"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { ProgressBar } from "#components/meter.tsx";
import { StatusBadge, type Tone } from "#components/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { instanceHref } from "#lib/addresses.ts";
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
  const { set } = useUrlState();
  const cancel = useCancelOperation(operation);
  const result = evacuationResultSchema.safeParse(operation.result).data;
  const { progress, error } = operation;
  const hasEnded = isEnded(operation);
  return (
    <div className="flex flex-col gap-3">
      {!hasEnded && (
        <>
          <ProgressBar share={progress?.fraction ?? 0} text={progress?.text ?? "The plan is being made."} />
          <p role="status">{progress?.text ?? "The plan is being made: every host is asked."}</p>
        </>
      )}
      {hasEnded && error === undefined && (
        <p role="status">
          Everything that runs has left {operation.host}: {result?.text ?? "done"}.
        </p>
      )}
      {error !== undefined && <ErrorPanel error={error} />}
      {result !== undefined && (
        <ul aria-label="Instances of the evacuation">
          {result.rows.map((row) => (
            <Row key={row.uuid} row={row} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {hasEnded ? (
          <>
            <Button onClick={() => set({ evacuation: undefined })}>Close</Button>
            {error !== undefined && (
              <Button onClick={() => set({ evacuation: undefined, plan: "open" })}>Plan the rest</Button>
            )}
          </>
        ) : (
          <Button blocked={cancel.blocked} busy={cancel.busy} onClick={cancel.run}>
            Cancel the evacuation
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

const words: Partial<Record<EvacuationOutcome, string>> = {
  "under-way": "under way",
  "shut-down": "shut down",
  "not-begun": "not begun",
  "in-doubt": "needs a person",
};

function Row({ row: { instance, outcome, target, text } }: { row: EvacuationProgressRow }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-x-4 border-b border-line py-1.5 last:border-b-0">
      <span className="truncate">
        <Link href={instanceHref(instance)} prefetch={false} className="font-medium hover:underline">
          {instance}
        </Link>
        {target !== undefined && <span className="text-dim"> → {target}</span>}
      </span>
      <StatusBadge tone={tones[outcome]} word={words[outcome] ?? outcome} />
      <p className="col-span-2 min-w-0 text-small break-words text-dim">{text}</p>
    </li>
  );
}
