"use client";

import { EmptyState, Loading } from "#components/empty-state.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { count } from "#lib/format.ts";
import { useOperations } from "#lib/use-live.ts";
import { isEnded } from "@gantry/kvm-core/model";
import { OperationItem } from "./operation-item.tsx";

/** Every kept operation, newest first. */
export function OperationsPage() {
  const operations = useOperations();
  const running = operations?.filter((operation) => !isEnded(operation)).length ?? 0;
  return (
    <PageFrame
      title="Operations"
      note={
        operations === undefined
          ? undefined
          : `${count(operations.length, "operation")}, ${running} under way`
      }
    >
      {operations === undefined ? (
        <Loading what="operations" />
      ) : operations.length === 0 ? (
        <EmptyState title="Nothing has been done yet">
          <p>
            What you create, start, stop or move is kept here with its steps, its progress and its errors.
          </p>
        </EmptyState>
      ) : (
        <ul aria-label="Operations" className="rounded-md border border-line">
          {operations.map((operation) => (
            <OperationItem key={operation.id} operation={operation} />
          ))}
        </ul>
      )}
    </PageFrame>
  );
}
