"use client";

import type { HostLastHour, InstanceLastHour } from "@gantry/kvm-core/model";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "./agent-client.ts";
import { goesOn, growHostHour, growInstanceHour } from "./grow-hour.ts";

/** Measured each two seconds while somebody looks, and asked for as often; not while the page is hidden. */
const everyMs = 2_000;

/** The last hour as far as it is there, and why it is not. */
export interface LastHourState<Told> {
  readonly data: Told | undefined;
  readonly error: unknown;
}

/** The last hour of an instance, kept up with what is new. */
export function useInstanceLastHour(instance: string): LastHourState<InstanceLastHour> {
  const ask = useTRPCClient().instances.lastHour;
  const key = useTRPC().instances.lastHour.queryKey({ instance });
  return useGrowing(key, growInstanceHour, (since) =>
    ask.query({ instance, ...(since !== undefined && { since }) }),
  );
}

/** The last hour of a host. */
export function useHostLastHour(host: string): LastHourState<HostLastHour> {
  const ask = useTRPCClient().host.lastHour;
  const key = useTRPC().host.lastHour.queryKey({ host });
  return useGrowing(key, growHostHour, (since) => ask.query({ host, ...(since !== undefined && { since }) }));
}

interface Hour {
  readonly host: string;
  readonly from: number;
  readonly until: number;
}

function useGrowing<Told extends Hour>(
  key: readonly unknown[],
  grow: (old: Told, more: Told) => Told,
  ask: (since?: number) => Promise<Told>,
): LastHourState<Told> {
  const cache = useQueryClient();
  const queryKey = [...key, "grown"];
  const { data, error } = useQuery({
    queryKey,
    refetchInterval: everyMs,
    staleTime: 0,
    queryFn: async () => {
      const old = cache.getQueryData<Told>(queryKey);
      if (old === undefined) return await ask();
      const more = await ask(old.until);
      // Another agent, or one that was started anew, knows nothing of what the other one measured.
      return goesOn(old, more) ? grow(old, more) : await ask();
    },
  });
  return { data, error };
}
