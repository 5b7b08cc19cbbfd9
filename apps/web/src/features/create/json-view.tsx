"use client";

import { CopyButton } from "#components/copy-button.tsx";
import { Panel } from "#components/panel.tsx";
import { Field, TextArea } from "#components/ui/field.tsx";
import { createInput, faultsOf } from "@gantry/kvm-core/model";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { fromInput, type FormValues, toInput } from "./form-values.ts";

interface JsonViewProps {
  /** What keeps the form from following. */
  readonly faults: readonly string[];
  readonly onFaults: (faults: readonly string[]) => void;
}

/** The form as the JSON that the API and the command line take. Changes reach the form as soon as they are valid. */
export function JsonView({ faults, onFaults }: JsonViewProps) {
  const { getValues, reset } = useFormContext<FormValues>();
  const [text, setText] = useState(() => JSON.stringify(toInput(getValues()), undefined, 2));

  const change = (next: string) => {
    setText(next);
    const read = readInput(next);
    onFaults("faults" in read ? read.faults : []);
    if ("values" in read) reset(read.values);
  };
  return (
    <Panel title="As JSON" aside={<CopyButton label="Copy" text={text} />}>
      <Field
        label="Input of instances.create"
        hint="Edit it or paste one here; the form follows. The spec in it is what the command line's create takes, too."
        error={faults.length === 0 ? undefined : `The form does not follow yet: ${faults.join("; ")}`}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={28}
            className="font-mono text-small"
            value={text}
            onChange={(event) => change(event.target.value)}
          />
        )}
      </Field>
    </Panel>
  );
}

function readInput(text: string): { values: FormValues } | { faults: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : "not JSON"] };
  }
  const parsed = createInput.safeParse(json);
  if (parsed.success) return { values: fromInput(parsed.data) };
  return {
    faults: faultsOf(parsed.error).map(({ path, message }) =>
      path === "" ? message : `${path}: ${message}`,
    ),
  };
}
