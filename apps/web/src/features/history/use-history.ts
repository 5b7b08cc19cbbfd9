"use client";

import { useTRPC, useTRPCClient } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useOperations } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { AuditEntry, InstanceSummary, Operation } from "@gantry/kvm-core/model";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type HistoryEntry, historyOf } from "./history-entries.ts";

/** So many operations of an instance an agent has in memory. */
const mostOperations = 500;
/** So much of the audit trail is read at a time. */
const pageOfTrail = 100;

/** The past of an instance. Operations are live; the audit trail is read again when one has ended. */
export function useHistory(instance: InstanceSummary) {
  const trpc = useTRPC();
  const forbidden = useWhyForbidden("admin");
  const live = useOperations();
  const isKnown = instance.state !== "unknown";
  const kept = useQuery({
    ...trpc.operations.list.queryOptions({ instance: instance.name, limit: mostOperations }),
    staleTime: 0,
  });
  const audit = useTrail(instance.name, forbidden === undefined);
  const detail = useQuery({
    ...trpc.instances.get.queryOptions({ instance: instance.name }),
    enabled: isKnown,
  });
  const hasConsole = detail.data?.spec.serial[0] !== undefined;
  const boots = useQuery({
    ...trpc.console.boots.queryOptions({ instance: instance.name, port: 0 }),
    staleTime: 0,
    enabled: isKnown && hasConsole,
  });
  const sources = useMemo(
    () => ({
      operations: newestOf(instance.name, live ?? [], kept.data?.operations ?? []),
      audit: audit.data ?? [],
      boots: boots.data?.boots ?? [],
    }),
    [instance.name, live, kept.data, audit.data, boots.data],
  );
  const failed = [kept, audit, boots].find((query) => query.isError);
  // Beyond the oldest entry of the trail that was read the picture is not whole yet.
  const horizon = audit.hasNextPage ? audit.data?.at(-1)?.at : undefined;
  return {
    sources,
    entries: useMemo(() => since(horizon, historyOf(sources)), [horizon, sources]),
    /** Whether there is more of the trail, further back, and the way to have it. */
    older: { isThere: audit.hasNextPage, isComing: audit.isFetchingNextPage, read: audit.fetchNextPage },
    isPending: kept.isPending,
    error: failed === undefined ? undefined : errorBodyOf(failed.error),
    /** Why the audit trail is not part of it. */
    withoutAudit: forbidden,
  };
}

/** The audit trail of an instance, the newest first, page by page. */
function useTrail(instance: string, enabled: boolean) {
  const ask = useTRPCClient().audit.list;
  return useInfiniteQuery({
    queryKey: [...useTRPC().audit.list.queryKey({ subject: instance }), "pages"],
    enabled,
    staleTime: 0,
    initialPageParam: undefined,
    queryFn: ({ pageParam: before }: { pageParam: string | undefined }) =>
      ask.query({ subject: instance, limit: pageOfTrail, ...(before !== undefined && { before }) }),
    getNextPageParam: ({ entries }): string | undefined => {
      const last = entries.length < pageOfTrail ? undefined : entries.at(-1);
      // Of several in one millisecond none may be lost: they are read twice, and shown once.
      return last && new Date(Date.parse(last.at) + 1).toISOString();
    },
    select: ({ pages }) => eachOnce(pages.flatMap(({ entries }) => entries)),
  });
}

function eachOnce(entries: readonly AuditEntry[]): AuditEntry[] {
  return [...new Map(entries.map((entry) => [`${entry.host} ${entry.id}`, entry])).values()];
}

function since(horizon: string | undefined, entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  if (horizon === undefined) return entries;
  return entries.filter(({ at }) => Date.parse(at) >= Date.parse(horizon));
}

/** The live list knows the newest form of each operation, the kept one more of them. */
function newestOf(instance: string, live: readonly Operation[], kept: readonly Operation[]): Operation[] {
  const own = live.filter((operation) => operation.instance === instance);
  const known = new Set(own.map(({ id }) => id));
  return [...own, ...kept.filter(({ id }) => !known.has(id))];
}
