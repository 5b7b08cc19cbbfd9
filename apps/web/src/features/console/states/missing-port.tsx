"use client";

import { EmptyState } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import { type InstanceSpec, type InstanceSummary, whyNot } from "@gantry/kvm-core/model";
import { useMutation, useQueryClient } from "@tanstack/react-query";

interface MissingPortProps {
  readonly instance: InstanceSummary;
  readonly spec: InstanceSpec;
  readonly revision?: string | undefined;
}

/** An instance without a serial port: one can be added while it is stopped, and is there from its next start on. */
export default function MissingPort({ instance, spec, revision }: MissingPortProps) {
  const t = useT();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { name } = instance;
  const forbidden = useWhyForbidden("operator");
  const add = useMutation(
    trpc.instances.update.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: trpc.instances.get.queryKey({ instance: name }) }),
    }),
  );
  const serial = [...spec.serial, { log: true }];
  return (
    <EmptyState title={t("{name} has no serial port", { name })}>
      <p>
        {t(
          "Without one there is nothing to type on and nothing to read. A port is there from the next start on.",
        )}
      </p>
      <Button
        look="primary"
        blocked={forbidden ?? whyNot("update", instance.state)}
        busy={add.isPending}
        onClick={() => add.mutate({ instance: name, spec: { ...spec, serial }, revision })}
      >
        {t("Add a serial port")}
      </Button>
      {add.isError && <ErrorPanel title={t("Not added")} error={errorBodyOf(add.error)} />}
    </EmptyState>
  );
}
