"use client";

import { UnfoldIcon } from "#components/icons.tsx";
import { StatusBadge, toneOfOperation } from "#components/status-badge.tsx";
import { formatDuration, formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { operationTitle, statusWord } from "#lib/operation-words.ts";
import { useNow } from "#lib/use-now.ts";
import { type Operation, isEnded } from "@gantry/kvm-core/model";
import { useState } from "react";
import { OperationDetails } from "./operation-details.tsx";

/** One operation: a line, and behind it its steps, its error and Cancel. One that needs attention is open by itself. */
export function OperationItem({ operation, open = false }: { operation: Operation; open?: boolean }) {
  const t = useT();
  // Decided once: an operation that ends must not close what somebody is reading.
  const [startsOpen] = useState(open || !isEnded(operation) || operation.status === "in-doubt");
  return (
    <li className="border-b border-line last:border-b-0">
      <details open={startsOpen} className="group">
        <summary className="flex min-h-8 list-none items-center gap-2.5 px-3.5 -outline-offset-2 hover:bg-hover">
          <span className="text-dim transition-transform group-open:rotate-90">
            <UnfoldIcon />
          </span>
          <span className="min-w-0 flex-1 truncate font-medium md:flex-none md:basis-56">
            {operationTitle(operation, t)}
          </span>
          <span className="shrink-0 md:basis-32">
            <StatusBadge tone={toneOfOperation(operation.status)} word={statusWord(operation.status, t)} />
          </span>
          <span className="min-w-0 flex-1 truncate text-dim max-md:hidden">{summaryOf(operation)}</span>
          <span className="shrink-0 truncate text-dim max-md:hidden md:basis-20">{operation.actor}</span>
          <span className="shrink-0 text-right text-dim max-md:hidden md:basis-20">
            <Took operation={operation} />
          </span>
          <time dateTime={operation.createdAt} className="shrink-0 text-right text-dim md:basis-28">
            {formatTime(operation.createdAt, t)}
          </time>
        </summary>
        <OperationDetails operation={operation} />
      </details>
    </li>
  );
}

function summaryOf({ status, progress, error }: Operation): string {
  if (status === "running" || status === "queued") return progress?.text ?? "";
  return error?.message ?? "";
}

function Took({ operation }: { operation: Operation }) {
  const t = useT();
  const now = useNow(isEnded(operation) ? 3_600_000 : 1_000);
  const { startedAt, endedAt } = operation;
  if (startedAt === undefined) return null;
  return formatDuration(
    Math.max(0, (endedAt === undefined ? now : Date.parse(endedAt)) - Date.parse(startedAt)),
    t,
  );
}
