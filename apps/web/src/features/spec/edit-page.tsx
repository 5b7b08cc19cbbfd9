"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { EmptyState, Loading } from "#components/empty-state.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { useInstance, useInstances } from "#lib/use-live.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { EditForm } from "./edit-form.tsx";

/** Changes the spec of an instance that exists. */
export function EditPage() {
  const t = useT();
  const { get } = useUrlState();
  const router = useRouter();
  const name = get("name") ?? "";
  const instance = useInstance(name);
  const isLoading = useInstances() === undefined;
  if (instance !== undefined) return <Editor key={instance.uuid} instance={instance} />;
  return (
    <PageFrame title={t("Edit {name}", { name }).trim()}>
      {isLoading ? (
        <Loading what={name} />
      ) : (
        <EmptyState title={t("There is no instance named {name}", { name })}>
          <Button onClick={() => router.push("/")}>{t("Show all instances")}</Button>
        </EmptyState>
      )}
    </PageFrame>
  );
}

function Editor({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const trpc = useTRPC();
  const detail = useQuery({
    ...trpc.instances.get.queryOptions({ instance: instance.name }),
    enabled: instance.state !== "unknown",
  });
  if (detail.data !== undefined) return <EditForm instance={instance} present={detail.data} />;
  return (
    <PageFrame title={t("Edit {name}", { name: instance.name })}>
      {detail.isError ? (
        <ErrorPanel title={t("The configuration could not be read")} error={errorBodyOf(detail.error)} />
      ) : instance.state === "unknown" ? (
        <EmptyState title={t("Its configuration cannot be read: its host does not answer")} />
      ) : (
        <Loading what={t("configuration")} />
      )}
    </PageFrame>
  );
}
