"use client";

import { useTRPCClient } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import type { InstanceLog } from "@gantry/kvm-core/model";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type KeptLog, linesOf, withPage } from "./kept-log.ts";

const followEveryMs = 2_000;

interface LogQuestion {
  readonly instance: string;
  readonly log: InstanceLog;
  readonly isFollowed: boolean;
  readonly enabled: boolean;
}

/** The end of a log. Only what came since is asked for again, and only while somebody follows it and looks. */
export function useInstanceLog({ instance, log, isFollowed, enabled }: LogQuestion) {
  const client = useTRPCClient();
  const cache = useQueryClient();
  const key = ["instance-log", instance, log];
  const query = useQuery({
    queryKey: key,
    queryFn: async () => {
      const kept = cache.getQueryData<KeptLog>(key);
      const from = kept?.next;
      const page = await client.instances.log.query({ instance, log, ...(from !== undefined && { from }) });
      return withPage(kept, page);
    },
    staleTime: 0,
    gcTime: 0,
    refetchInterval: isFollowed ? followEveryMs : false,
    enabled,
  });
  return {
    lines: useMemo(() => (query.data === undefined ? undefined : linesOf(query.data)), [query.data]),
    error: query.isError ? errorBodyOf(query.error) : undefined,
    busy: query.isFetching,
    again: () => void query.refetch(),
  };
}
