"use client";

import { useTRPCClient } from "#lib/agent-client.ts";
import { errorBodyOf, faultsIn } from "#lib/agent-error.ts";
import { instanceHref } from "#lib/addresses.ts";
import { createInput, type ErrorBody, faultsOf, isEnded } from "@gantry/kvm-core/model";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { type Fault, fieldOf } from "./fault-fields.ts";
import { type FormValues, toInput } from "./form-values.ts";

const waitSeconds = 120;

/** What stands above the form when it was not accepted. */
export interface Refusal {
  readonly error: ErrorBody | undefined;
  /** Faults that belong to no field of the form. */
  readonly others: readonly Fault[];
}

/** Checks, sends, waits for the end; on any failure the form stays as it is and each fault stands at its field. */
export function useCreate(form: UseFormReturn<FormValues>) {
  const client = useTRPCClient();
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState<"create" | "start">();

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

  const create = async (start: boolean) => {
    form.clearErrors();
    setRefusal(undefined);
    const input = createInput.safeParse({ ...toInput(form.getValues()), start });
    if (!input.success) return show(faultsOf(input.error));
    setBusy(start ? "start" : "create");
    try {
      const { operation: begun } = await client.instances.create.mutate(input.data);
      const { operation } = isEnded(begun)
        ? { operation: begun }
        : await client.operations.wait.query({ id: begun.id, timeoutSeconds: waitSeconds });
      if (operation.error !== undefined) return show(faultsIn(operation.error), operation.error);
      router.push(instanceHref(input.data.spec.name, start ? "console" : undefined));
    } catch (error) {
      const body = errorBodyOf(error);
      show(faultsIn(body), body);
    } finally {
      setBusy(undefined);
    }
  };

  return { create, refusal, busy };
}
