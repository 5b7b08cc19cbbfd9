"use client";

import { EmptyState, Loading } from "#components/empty-state.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useOperations } from "#lib/use-live.ts";
import { isEnded } from "@gantry/kvm-core/model";
import { OperationItem } from "./operation-item.tsx";

/** Every kept operation, newest first. */
export function OperationsPage() {
  const t = useT();
  const operations = useOperations();
  const running = operations?.filter((operation) => !isEnded(operation)).length ?? 0;
  return (
    <PageFrame
      title={t("Operations")}
      note={
        operations === undefined
          ? undefined
          : t("{count}, {running} under way", {
              count: t.many(operations.length, "{n} operation", "{n} operations"),
              running,
            })
      }
    >
      {operations === undefined ? (
        <Loading what={t("operations")} />
      ) : operations.length === 0 ? (
        <EmptyState title={t("Nothing has been done yet")}>
          <p>
            {t(
              "What you create, start, stop or move is kept here with its steps, its progress and its errors.",
            )}
          </p>
        </EmptyState>
      ) : (
        <ul aria-label={t("Operations")} className="rounded-md border border-line">
          {operations.map((operation) => (
            <OperationItem key={operation.id} operation={operation} />
          ))}
        </ul>
      )}
    </PageFrame>
  );
}
