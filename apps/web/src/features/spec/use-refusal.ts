"use client";

import type { ErrorBody } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { type Fault, fieldOf } from "./fault-fields.ts";
import type { FormValues } from "./form-values.ts";

/** What stands above the form when it was not accepted. */
export interface Refusal {
  readonly error: ErrorBody | undefined;
  /** Faults that belong to no field of the form. */
  readonly others: readonly Fault[];
}

/** Tells faults: each at its field, the first of them focused, and those that have none above the form. */
export function useRefusal(form: UseFormReturn<FormValues>) {
  const [refusal, setRefusal] = useState<Refusal>();

  const show = (faults: readonly Fault[], error?: ErrorBody) => {
    const newDisks = form.getValues("disks").flatMap((disk, index) => (disk.source === "new" ? [index] : []));
    const others: Fault[] = [];
    let isFirst = true;
    for (const fault of faults) {
      const field = fieldOf(fault.path, newDisks);
      if (field === undefined) others.push(fault);
      else form.setError(field, { message: fault.message }, { shouldFocus: isFirst });
      isFirst = false;
    }
    setRefusal({ error, others });
  };
  const clear = () => {
    form.clearErrors();
    setRefusal(undefined);
  };
  return { refusal, show, clear };
}
