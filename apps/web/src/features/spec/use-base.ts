"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSpec } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { fieldWords } from "./field-words.ts";
import type { FormValues } from "./form-values.ts";
import { changedIn, mergeForms } from "./merge-forms.ts";
import { fromSpec } from "./spec-to-form.ts";

/** A spec as the agent has it, and which one it is. */
export interface KnownSpec {
  readonly spec: InstanceSpec;
  readonly revision?: string | undefined;
}

/** The spec that a form began with, while it may become another under the form. */
export function useBase(present: KnownSpec) {
  const t = useT();
  const [base, setBase] = useState(present);
  const [taken, setTaken] = useState<string>();
  const before = fromSpec(base.spec);
  const now = fromSpec(present.spec);
  const changed = changedIn(before, now);
  return {
    base,
    /** What somebody else changed since, in words; undefined: nothing. */
    changed: changed.length === 0 ? undefined : fieldWords(changed, t),
    /** What came of the last `takeIn`. */
    taken,
    /** Takes the present spec into the form and keeps what was typed. */
    takeIn: (form: UseFormReturn<FormValues>) => {
      const { values, clashes } = mergeForms(before, now, form.getValues());
      form.reset(values);
      setBase(present);
      const loaded = t("Loaded: {fields}. What you typed is kept.", { fields: fieldWords(changed, t) });
      const clash = t("Both changed {fields}: yours stands here.", { fields: fieldWords(clashes, t) });
      setTaken(clashes.length === 0 ? loaded : `${loaded} ${clash}`);
    },
  };
}
