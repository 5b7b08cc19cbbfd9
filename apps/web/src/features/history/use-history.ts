"use client";

import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useOperations } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { InstanceSummary, Operation } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { historyOf } from "./history-entries.ts";

/** How far back one looks. */
const most = 500;

/** The past of an instance. Operations are live; the audit trail is read again when one has ended. */
export function useHistory(instance: InstanceSummary) {
  const trpc = useTRPC();
  const forbidden = useWhyForbidden("admin");
  const live = useOperations();
  const isKnown = instance.state !== "unknown";
  const kept = useQuery({
    ...trpc.operations.list.queryOptions({ instance: instance.name, limit: most }),
    staleTime: 0,
  });
  const audit = useQuery({
    ...trpc.audit.list.queryOptions({ subject: instance.name, limit: most }),
    staleTime: 0,
    enabled: forbidden === undefined,
  });
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
      audit: audit.data?.entries ?? [],
      boots: boots.data?.boots ?? [],
    }),
    [instance.name, live, kept.data, audit.data, boots.data],
  );
  const failed = [kept, audit, boots].find((query) => query.isError);
  return {
    sources,
    entries: useMemo(() => historyOf(sources), [sources]),
    isPending: kept.isPending,
    error: failed === undefined ? undefined : errorBodyOf(failed.error),
    /** Why the audit trail is not part of it. */
    withoutAudit: forbidden,
  };
}

/** The live list knows the newest form of each operation, the kept one more of them. */
function newestOf(instance: string, live: readonly Operation[], kept: readonly Operation[]): Operation[] {
  const own = live.filter((operation) => operation.instance === instance);
  const known = new Set(own.map(({ id }) => id));
  return [...own, ...kept.filter(({ id }) => !known.has(id))];
}
