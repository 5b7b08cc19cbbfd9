"use client";

import { EmptyState, Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { RecoverInput } from "@gantry/kvm-core/model";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { DoubtPanel } from "./doubt-panel.tsx";
import { HostEvidencePanel } from "./host-evidence-panel.tsx";
import { RepairChoice } from "./repair-choice.tsx";

/** What both hosts know of an instance whose migration was not finished, what follows from it, and what a person may do. */
export function RepairPage() {
  const t = useT();
  const name = useUrlState().get("instance") ?? "";
  return (
    <PageFrame
      title={name === "" ? t("Repair") : t("Repair {name}", { name })}
      crumb={
        name !== "" && (
          <>
            <Link href={instanceHref(name)} prefetch={false} className="hover:underline">
              {name}
            </Link>
            <span aria-hidden>/</span>
          </>
        )
      }
    >
      {name === "" ? (
        <EmptyState title={t("No instance is named in this address")}>
          <p>{t("Open it from an instance, or from an operation that needs a person.")}</p>
        </EmptyState>
      ) : (
        <Repair key={name} instance={name} />
      )}
    </PageFrame>
  );
}

function Repair({ instance }: { instance: string }) {
  const t = useT();
  const trpc = useTRPC();
  const asked = useQuery({ ...trpc.migrations.evidence.queryOptions({ instance }), staleTime: 0 });
  const again = useRecover(instance);
  const choice = useRecover(instance);
  const forbidden = useWhyForbidden("operator");
  if (asked.isPending) return <Loading what={t("the evidence of both hosts")} />;
  if (asked.isError)
    return (
      <ErrorPanel title={t("The hosts could not be asked")} error={errorBodyOf(asked.error)}>
        <Button onClick={() => void asked.refetch()}>{t("Look again")}</Button>
      </ErrorPanel>
    );
  const { hosts, doubt } = asked.data;
  const offered = doubt?.words.choice;
  return (
    <div className="flex max-w-5xl flex-col gap-3">
      <DoubtPanel instance={instance} doubt={doubt}>
        <Button
          look={offered === undefined ? "primary" : "plain"}
          blocked={forbidden}
          busy={again.isPending}
          onClick={() => again.mutate({ instance })}
        >
          {t("Look again")}
        </Button>
      </DoubtPanel>
      {again.isError && (
        <ErrorPanel title={t("It could not be looked at again")} error={errorBodyOf(again.error)} />
      )}
      <div className="grid gap-3 lg:grid-cols-2">
        {hosts.map((host) => (
          <HostEvidencePanel key={host.host} seen={host} role={roleOf(host.host, doubt)} />
        ))}
      </div>
      {choice.isError && <ErrorPanel title={t("Not taken over")} error={errorBodyOf(choice.error)} />}
      {doubt !== undefined && offered !== undefined && (
        <RepairChoice
          doubt={doubt}
          choice={offered}
          busy={choice.isPending}
          onChoose={() => choice.mutate({ instance, choose: offered.side, confirm: doubt.instance })}
        />
      )}
    </div>
  );
}

function roleOf(
  host: string,
  doubt: { readonly source: string; readonly target: string } | undefined,
): "source" | "target" | undefined {
  if (doubt?.source === host) return "source";
  return doubt?.target === host ? "target" : undefined;
}

/** Looks again, or chooses; what the hosts say after that is shown at once. */
function useRecover(instance: string) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { queryKey } = trpc.migrations.evidence.queryOptions({ instance });
  return useMutation(
    trpc.migrations.recover.mutationOptions({
      onSuccess: ({ evidence }) => cache.setQueryData(queryKey, evidence),
      // A refusal says that something is otherwise than it is shown here.
      onError: (_error, { choose }: RecoverInput) =>
        choose === undefined ? undefined : void cache.invalidateQueries({ queryKey }),
    }),
  );
}
