"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { ProgressBar } from "#components/meter.tsx";
import { RepairLink } from "#components/repair-link.tsx";
import { StepList } from "#components/step-list.tsx";
import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useCancelOperation } from "#lib/use-cancel-operation.ts";
import { hostHref, instanceHref } from "#lib/addresses.ts";
import type { Operation } from "@gantry/kvm-core/model";
import { isEnded, operationSubject } from "@gantry/kvm-core/model";
import Link from "next/link";

/** What is behind the line of an operation: who, where, steps, progress, the whole error, and Cancel. */
export function OperationDetails({ operation }: { operation: Operation }) {
  const t = useT();
  const cancel = useCancelOperation(operation);
  return (
    <div className="flex flex-col gap-3 px-3.5 pt-1 pb-3.5 md:pl-10">
      <p className="text-dim">
        {operation.instance === ""
          ? t.rich("{subject}, asked by {actor}", {
              subject: <Subject of={operation} />,
              actor: operation.actor,
            })
          : t.rich("{subject} on {host}, asked by {actor}", {
              subject: <Subject of={operation} />,
              host: operation.host,
              actor: operation.actor,
            })}
      </p>
      {!isEnded(operation) && operation.progress !== undefined && (
        <div className="flex max-w-xl flex-col gap-1">
          <ProgressBar share={operation.progress.fraction} text={operation.progress.text} />
          <p className="text-dim">{operation.progress.text}</p>
        </div>
      )}
      {operation.steps.length > 0 && <StepList steps={operation.steps} />}
      {operation.error !== undefined && (
        <ErrorPanel error={operation.error}>
          {operation.status === "in-doubt" && <RepairLink instance={operation.instance} />}
        </ErrorPanel>
      )}
      {!isEnded(operation) && (
        <div>
          <Button blocked={cancel.blocked} busy={cancel.busy} onClick={cancel.run}>
            {t("Cancel")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Subject({ of: operation }: { of: Operation }) {
  return (
    <Link
      href={operation.instance === "" ? hostHref(operation.host) : instanceHref(operation.instance)}
      prefetch={false}
      className="text-accent underline underline-offset-2"
    >
      {operationSubject(operation)}
    </Link>
  );
}
