"use client";

import { useTRPC, useTRPCClient } from "#lib/agent-client.ts";
import { errorBodyOf, faultsIn } from "#lib/agent-error.ts";
import { instanceHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { faultsOf, updateInput } from "@gantry/kvm-core/model";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { checkOrders } from "./check-orders.ts";
import { toSpec } from "./form-to-spec.ts";
import type { FormValues } from "./form-values.ts";
import { useRefusal } from "./use-refusal.ts";

interface Saving {
  readonly instance: string;
  /** Of the spec that the form began with. An agent of an older version knows none. */
  readonly revision: string | undefined;
}

/** Checks the form, gives it to the instance as its new spec and goes to its page; a refusal leaves the form as it is. */
export function useSave(form: UseFormReturn<FormValues>, { instance, revision }: Saving) {
  const trpc = useTRPC();
  const t = useT();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const router = useRouter();
  const { refusal, show, clear } = useRefusal(form);
  const [busy, setBusy] = useState(false);

  const save = async () => {
    clear();
    // As it is now: what is typed while it is checked is neither judged nor sent.
    const values = structuredClone(form.getValues());
    const input = updateInput.safeParse({ instance, spec: toSpec(values), revision });
    setBusy(true);
    try {
      const faults = [...(input.success ? [] : faultsOf(input.error)), ...(await checkOrders(values, t))];
      if (!input.success || faults.length > 0) {
        setBusy(false);
        return show(faults);
      }
      await client.instances.update.mutate(input.data);
      // It stays busy until the page is left: the new spec must not look like somebody else's.
      router.push(instanceHref(input.data.spec.name));
    } catch (error) {
      const body = errorBodyOf(error);
      show(faultsIn(body), body);
      setBusy(false);
      // The form offers what it is now.
      if (body.code === "changed_meanwhile")
        await cache.invalidateQueries({ queryKey: trpc.instances.get.queryKey({ instance }) });
    }
  };

  return { save, refusal, busy };
}
