"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useFormState } from "react-hook-form";
import type { FormValues } from "./form-values.ts";
import type { Refusal } from "./use-refusal.ts";

interface RefusalPanelProps {
  /** Of an answer of the agent: "Not created". */
  readonly title: string;
  readonly refusal: Refusal;
}

/** Why the form was not accepted, as far as no field says it. */
export function RefusalPanel({ title, refusal: { error, others } }: RefusalPanelProps) {
  const t = useT();
  const faults = Object.keys(useFormState<FormValues>().errors).length;
  if (error !== undefined) return <ErrorPanel title={title} error={error} />;
  return (
    <div role="alert" className="rounded-md border border-line border-l-2 border-l-bad px-3 py-2">
      <p className="font-medium">
        {t.many(
          faults + others.length,
          "Not sent yet: {n} field to correct.",
          "Not sent yet: {n} fields to correct.",
        )}
      </p>
      {others.length > 0 && (
        <ul className="list-disc pl-5">
          {others.map((fault) => (
            <li key={`${fault.path} ${fault.message}`}>
              {fault.path === "" ? fault.message : `${fault.path}: ${fault.message}`}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
