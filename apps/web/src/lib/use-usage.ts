"use client";

import type { InstanceUsage } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "./agent-client.ts";

/** Hosts read their processes each two seconds while somebody looks. Not asked while the page is hidden. */
const everyMs = 2_000;

type UsageByUuid = ReadonlyMap<string, InstanceUsage>;

/** One call for all instances of all hosts, again and again while this is on the page. */
export function useAskingForUsage(): void {
  useQuery({ ...useUsageOptions(), refetchInterval: everyMs, staleTime: 0 });
}

/**
 * What `pick` takes of what an instance uses; undefined until that is known. Whoever asks is `useAskingForUsage`: this
 * only listens, and draws again when what was picked is another.
 */
export function useUsage<Picked extends string | number>(
  uuid: string,
  pick: (usage: InstanceUsage | undefined) => Picked | undefined,
): Picked | undefined {
  const options = { ...useUsageOptions(), enabled: false };
  return useQuery({ ...options, select: (all) => pick(all.get(uuid)) }).data;
}

/** One place in the cache for those who ask and those who listen. */
function useUsageOptions() {
  const ask = useTRPCClient().instances.usage;
  return {
    queryKey: [...useTRPC().instances.usage.queryKey(), "by uuid"],
    // Every row changes with every answer: comparing them would find nothing equal.
    structuralSharing: false,
    queryFn: async (): Promise<UsageByUuid> => {
      const { instances } = await ask.query();
      return new Map(instances.map((row) => [row.uuid, row]));
    },
  } as const;
}
