"use client";

import { CopyButton } from "#components/copy-button.tsx";
import { Panel } from "#components/panel.tsx";
import { Field, TextArea } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Message, Translate } from "#lib/messages/translate.ts";
import { faultsOf } from "@gantry/kvm-core/model";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import type * as z from "zod";
import type { FormValues } from "./form-values.ts";

/** The JSON that a form stands for, and the way back. */
export interface JsonForm<Input> {
  readonly label: Message;
  readonly hint: Message;
  readonly schema: z.ZodType<Input>;
  readonly write: (values: FormValues) => unknown;
  readonly read: (input: Input) => FormValues;
}

interface JsonViewProps<Input> {
  readonly of: JsonForm<Input>;
  /** What keeps the form from following. */
  readonly faults: readonly string[];
  readonly onFaults: (faults: readonly string[]) => void;
}

/** The form as the JSON that the API and the command line take. Changes reach the form as soon as they are valid. */
export function JsonView<Input>({ of, faults, onFaults }: JsonViewProps<Input>) {
  const t = useT();
  const { getValues, reset } = useFormContext<FormValues>();
  const [text, setText] = useState(() => JSON.stringify(of.write(getValues()), undefined, 2));

  const change = (next: string) => {
    setText(next);
    const read = readInput(next, of, t);
    onFaults("faults" in read ? read.faults : []);
    if ("values" in read) reset(read.values);
  };
  return (
    <Panel title={t("As JSON")} aside={<CopyButton label={t("Copy")} text={text} />}>
      <Field
        label={t.of(of.label)}
        hint={t.of(of.hint)}
        error={
          faults.length === 0
            ? undefined
            : t("The form does not follow yet: {faults}", { faults: faults.join("; ") })
        }
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

function readInput<Input>(
  text: string,
  { schema, read }: JsonForm<Input>,
  t: Translate,
): { values: FormValues } | { faults: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : t("not JSON")] };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { values: read(parsed.data) };
  return {
    faults: faultsOf(parsed.error).map(({ path, message }) =>
      path === "" ? message : `${path}: ${message}`,
    ),
  };
}
