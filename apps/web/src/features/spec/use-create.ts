"use client";

import { useTRPCClient } from "#lib/agent-client.ts";
import { errorBodyOf, faultsIn } from "#lib/agent-error.ts";
import { instanceHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { createInput, faultsOf, isEnded } from "@gantry/kvm-core/model";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { checkOrders } from "./check-orders.ts";
import { toInput } from "./form-to-spec.ts";
import type { FormValues } from "./form-values.ts";
import { useRefusal } from "./use-refusal.ts";

const waitSeconds = 120;

/** Checks, sends, waits for the end; on any failure the form stays as it is and each fault stands at its field. */
export function useCreate(form: UseFormReturn<FormValues>) {
  const t = useT();
  const client = useTRPCClient();
  const router = useRouter();
  const { refusal, show, clear } = useRefusal(form);
  const [busy, setBusy] = useState<"create" | "start">();

  const create = async (start: boolean) => {
    clear();
    // As it is now: what is typed while it is checked is neither judged nor sent.
    const values = structuredClone(form.getValues());
    const input = createInput.safeParse({ ...toInput(values), start });
    setBusy(start ? "start" : "create");
    try {
      const faults = [...(input.success ? [] : faultsOf(input.error)), ...(await checkOrders(values, t))];
      if (!input.success || faults.length > 0) return show(faults);
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
